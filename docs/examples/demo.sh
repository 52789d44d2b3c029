#!/usr/bin/env bash
# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Demonstrates the collection on a local emulator of the platform. Requires ansible-playbook and python3 on PATH, and
# ANSIBLE_COLLECTIONS_PATH, as set up by `make demo`. All files are written to a temporary directory that is removed.
set -euo pipefail

examples=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/voximplant-demo.XXXXXX")
emulator=$work/emulator
project=$work/project
log=$work/log

# Do not use the settings of the user, in particular credentials of a real account.
for name in "${!VOXIMPLANT_@}" "${!ANSIBLE_@}"; do
    [ "$name" = ANSIBLE_COLLECTIONS_PATH ] || unset "$name"
done
export NO_PROXY=localhost,127.0.0.1 no_proxy=localhost,127.0.0.1
export ANSIBLE_CONFIG=$work/ansible.cfg ANSIBLE_HOME=$work/ansible
cat >"$ANSIBLE_CONFIG" <<SETTINGS
[defaults]
remote_tmp = $work/tmp
display_ok_hosts = false
display_skipped_hosts = false
display_failed_stderr = true
localhost_warning = false
[inventory]
inventory_unparsed_warning = false
SETTINGS

bold='' dim='' red='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$'\033[1;36m' dim=$'\033[2m' red=$'\033[31m' plain=$'\033[0m'
    export ANSIBLE_FORCE_COLOR=true
fi

heading() {
    printf '\n%s── %s%s\n' "$bold" "$1" "$plain"
}

fail() {
    printf '\nThe demo failed: %s\n' "$1" >&2
    cat "$log" >&2
    exit 1
}

# expect PATTERN COMPLAINT: fails unless the output of the last run matches.
expect() {
    sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -Eq -- "$1" || fail "$2"
}

# run PLAYBOOK ARGUMENTS...: shows the command, and keeps what it prints in the log.
run() {
    local shown
    # Keep -e and its value on one line.
    shown=$(echo "$ ansible-playbook voximplant.platform.$1 -e deploy_project_dir=. ${*:2}" |
        sed 's/-e /-e~/g; s/ $//' | fold -s -w 78 | sed 's/ $/ \\/; s/-e~/-e /g; 2,$s/^/    /')
    printf '%s%s%s\n' "$dim" "$shown" "$plain"
    (cd "$project" && ansible-playbook "voximplant.platform.$1" -e deploy_project_dir=. "${@:2}") >"$log" 2>&1
}

# block TITLE: shows the plan, the differences, or the outcome.
block() {
    sed -n "/\[localhost\] vox_sync: ${1:-}/,/Plan 1-[0-9a-f]*\$/p" "$log"
}

diff_of() {
    sed -n '/--- before/,/^[^+@ -]*$/p' "$log"
}

# message [COLOR]: shows the last message in lines that fit, without the advice on how to use the emulator.
message() {
    local text
    text=$(sed -n 's/^.*"msg": "\(.*\)".*$/\1/p' "$log" | tail -n 1)
    text=$(printf '%b' "$text" | sed "s|$project/||g; s/ To use it: .*//" | fold -s -w 80)
    printf '%s%s%s\n' "${1:-}" "$text" "$plain"
}

# edit SCENARIO SED-COMMAND: edits a script in the project directory.
edit() {
    sed "$2" "$project/scenarios/$1.js" >"$work/edited.js"
    mv "$work/edited.js" "$project/scenarios/$1.js"
}

# edit_in_control_panel SCENARIO OLD NEW: edits a script on the platform, but not in the project.
edit_in_control_panel() {
    python3 - "$emulator/endpoint.json" "$project/scenarios/$1.js" "$@" <<'PYTHON'
import json, pathlib, sys, urllib.parse, urllib.request

endpoint, file, name, old, new = sys.argv[1:]
platform = json.loads(pathlib.Path(endpoint).read_text(encoding="utf-8"))
text = pathlib.Path(file).read_bytes().decode("utf-8")
parameters = {"required_scenario_name": name, "scenario_script": text.replace(old, new)}
login = {"account_id": platform["account_id"], "api_key": platform["api_key"]}
body = urllib.parse.urlencode({**login, **parameters}).encode()
with urllib.request.urlopen(f"{platform['api_url']}/SetScenarioInfo/", body, timeout=10) as answer:
    if json.load(answer).get("result") != 1:
        sys.exit("the edit was refused")
PYTHON
}

# emulate STATE [VARIABLES]: starts or stops the emulator, and shows its message.
emulate() {
    ANSIBLE_DISPLAY_OK_HOSTS=true ansible-playbook voximplant.platform.emulator -e "emulator_state=$1" \
        -e "emulator_data_dir='$emulator'" -e "${2:-{\}}" >"$log" 2>&1 || return
    message
}

clean_up() {
    local status=$?
    trap '' INT TERM
    set +e
    echo
    if [ -d "$emulator" ] && ! emulate stopped; then
        status=1
        cat "$log" >&2
    fi
    rm -rf "$work"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir "$project"
cp -R "$examples/voximplant.yml" "$examples/vault.yml" "$examples/scenarios" "$project"
# The emulator does not run scripts. Its sessions end like those of a script with an error.
emulate started '{"emulator_phone_numbers": ["12025550100"],
    "emulator_switches": {"session_seconds": "0.2", "session_finish_reason": "JS session error"}}' ||
    fail "the emulator did not start"
VOXIMPLANT_API_URL=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["api_url"])' "$emulator/endpoint.json")
export VOXIMPLANT_API_URL VOXIMPLANT_CREDENTIALS=$emulator/credentials.json

heading "1. Validate: every mistake with its file and line, without an account"
edit keypad 's/FIRST_KEY_MS = 7000;/FIRST_KEY_MS = ;/'
run validate && fail "the mistake was not found"
expect "1 mistake in the project" "the project has further mistakes"
expect 'keypad[.]js:8: invalid JavaScript' "the mistake was not found"
message "$red"
edit keypad 's/FIRST_KEY_MS = ;/FIRST_KEY_MS = 7000;/'

heading "2. Plan: what a deployment would change, and the ID to approve"
# The secret and the passwords of the users are in vault.yml, which would be encrypted in a real project.
run deploy -e @vault.yml --check || fail "the plan was not made"
expect '21 to add, 1 to change' "the plan does not add the project"
block plan
plan=$(sed -n 's/^.*Plan \(1-[0-9a-f]*\).*$/\1/p' "$log" | tail -n 1)

heading "3. Deploy: exactly this plan, or nothing"
run deploy -e @vault.yml -e "deploy_expected_plan=$plan" || fail "the deployment failed"
expect '22 done' "the deployment did not make the changes of the plan"
block "done"
ANSIBLE_DISPLAY_OK_HOSTS=true run deploy -e @vault.yml || fail "the second run failed"
expect '^localhost .* changed=0 .* failed=0 ' "the second run changed something"
message

heading "4. Drift: somebody edits the scenario voicemail in the control panel"
edit_in_control_panel voicemail 'LONGEST_MS = 180000' 'LONGEST_MS = 60000' || fail "the edit was refused"
run drift --diff || fail "the comparison failed"
expect 'scenario voicemail' "the edit in the control panel was not reported"
diff_of
block differences

heading "5. Adopt: keep this edit in the project"
ANSIBLE_DISPLAY_OK_HOSTS=true run export -e export_update=true --diff || fail "the edit was not adopted"
grep -q 'LONGEST_MS = 60000' "$project/scenarios/voicemail.js" || fail "the edit is not in the project"
diff_of
message

heading "6. Put back: a deployment breaks callbacks, and its smoke test notices"
edit shared_commands 's/VoxEngine[.]terminate()/VoxEngine.terminat()/'
run deploy -e @vault.yml -e deploy_smoke_application_name=support -e deploy_smoke_rule_name=callback && fail "the smoke test did not fail"
expect 'put back: update scenario' "the deployment was not put back"
block
message "$red"
edit shared_commands 's/VoxEngine[.]terminat()/VoxEngine.terminate()/'
ANSIBLE_DISPLAY_OK_HOSTS=true run drift || fail "the comparison failed"
expect 'as the project declares it' "the account is not as it was before the deployment"
message
