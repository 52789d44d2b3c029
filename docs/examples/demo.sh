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
diff_lines=20

# Do not use the settings of the user, in particular credentials of a real account.
for name in "${!VOXIMPLANT_@}"; do unset "$name"; done
export NO_PROXY=localhost,127.0.0.1 no_proxy=localhost,127.0.0.1
export ANSIBLE_CONFIG=$work/ansible.cfg ANSIBLE_HOME=$work/ansible
cat >"$ANSIBLE_CONFIG" <<SETTINGS
[defaults]
remote_tmp = $work/tmp
display_skipped_hosts = false
localhost_warning = false
[inventory]
inventory_unparsed_warning = false
SETTINGS

play() {
    (cd "$examples" && ansible-playbook "$@")
}

heading() {
    printf '\n\n%s\n%s\n' "$1" "${1//?/=}"
}

fail() {
    printf '\nThe demo failed: %s\n' "$1" >&2
    exit 1
}

clean_up() {
    local status=$?
    trap '' INT TERM
    set +e
    # The emulator may still be starting in its own process.
    [ -n "${VOXIMPLANT_API_URL:-}" ] || sleep 2
    if [ -d "$emulator" ]; then
        play seed_emulator.yml -e emulator_state=stopped -e "emulator_data_dir='$emulator'" >"$work/stop.log" 2>&1 || {
            status=1
            cat "$work/stop.log" >&2
        }
    fi
    rm -rf "$work"
    exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Shows the first lines of all diffs, and then only the number of remaining lines.
shorten_diffs() {
    awk -v budget="$diff_lines" '
        /^--- before: / { in_diff = 1 }
        in_diff && /^[-+ @\\]/ { if (shown < budget) { print; shown++ } else hidden++; next }
        in_diff && /^$/ { in_diff = 0; if (!hidden) print; next }
        { in_diff = 0; print $0 (hidden ? "  … " hidden " more lines of its diff" : ""); hidden = 0 }
    '
}

# play_and_keep LOG ARGUMENTS...: also writes the output to a file, for expect.
play_and_keep() {
    local log=$work/$1
    shift
    play "$@" 2>&1 | tee "$log"
}

# expect LOG PATTERN COMPLAINT
expect() {
    grep -Eq -- "$2" "$work/$1" || fail "$3"
}

# edit SCENARIO SED-COMMAND: edits a script in the project directory.
edit() {
    sed "$2" "$project/scenarios/$1.js" >"$work/edited.js"
    mv "$work/edited.js" "$project/scenarios/$1.js"
}

# edit_in_console SCENARIO OLD NEW: edits a script on the platform, but not in the project.
edit_in_console() {
    python3 - "$emulator/endpoint.json" "$project/scenarios/$1.js" "$@" <<'PYTHON'
import json, pathlib, sys, urllib.parse, urllib.request

endpoint, file, name, old, new = sys.argv[1:]
platform = json.loads(pathlib.Path(endpoint).read_text(encoding="utf-8"))
text = pathlib.Path(file).read_bytes().decode("utf-8")
parameters = {"required_scenario_name": name, "scenario_script": text.replace(old, new)}
login = {"account_id": platform["account_id"], "api_key": platform["api_key"]}
body = urllib.parse.urlencode({**login, **parameters}).encode()
with urllib.request.urlopen(f"{platform['api_url']}/SetScenarioInfo/", body, timeout=10) as answer:
    result = json.load(answer)
print(f"{name}: {old} becomes {new}" if result.get("result") == 1 else result)
PYTHON
}

# deploy LOG ARGUMENTS...: only shows changes and failures.
deploy() {
    local log=$1
    shift
    ANSIBLE_DISPLAY_OK_HOSTS=false play_and_keep "$log" voximplant.platform.deploy -e "deploy_project_dir='$project'" \
        "$@" | sed '/^included: /d'
}

only_message() {
    sed -n '/"msg"/,/^}/{/^}/!p;}'
}

# drift LOG
drift() {
    play_and_keep "$1" voximplant.platform.drift -e "deploy_project_dir='$project'" | only_message
}

heading "Start a local emulator with the application support and its rules"
play seed_emulator.yml -e emulator_state=started -e "emulator_data_dir='$emulator'" >"$work/seed.log" 2>&1 || {
    cat "$work/seed.log" >&2
    fail "the emulator could not be prepared"
}
VOXIMPLANT_API_URL=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["api_url"])' "$emulator/endpoint.json")
export VOXIMPLANT_API_URL VOXIMPLANT_CREDENTIALS=$emulator/credentials.json
echo "The emulator is running at $VOXIMPLANT_API_URL"

heading "1. Preview the changes: ansible-playbook deploy.yml --check --diff"
play_and_keep check.log deploy.yml --check --diff | shorten_diffs
expect check.log '^localhost .* changed=1 .* failed=0 ' "check mode did not report the upload"

heading "2. Deploy: ansible-playbook deploy.yml"
play_and_keep deploy.log deploy.yml
expect deploy.log '^localhost .* changed=2 .* failed=0 ' "the deployment did not upload and bind"

heading "3. Once more, without changes: ansible-playbook deploy.yml"
play deploy.yml >"$work/again.log" 2>&1 || {
    cat "$work/again.log" >&2
    fail "the second run failed"
}
grep '^localhost ' "$work/again.log"
expect again.log '^localhost .* changed=0 .* failed=0 ' "the second run changed something"

heading "4. Export the whole account: ansible-playbook voximplant.platform.export"
play_and_keep export.log voximplant.platform.export -e "deploy_project_dir='$project'" | only_message
expect export.log '14 files created' "the account was not exported"
sed -n '/^applications:/,$p' "$project/voximplant.yml" | head -n 12

heading "5. Edit a line and deploy it: ansible-playbook voximplant.platform.deploy --diff"
edit keypad 's/FIRST_KEY_MS = 7000/FIRST_KEY_MS = 9000/'
deploy edit.log --diff
expect edit.log '^\+ +const FIRST_KEY_MS = 9000;' "the edit was not shown"
expect edit.log '^localhost .* changed=1 .* failed=0 ' "the deployment did not make exactly one change"

heading "6. Detect and revert an edit made in the control panel: ansible-playbook voximplant.platform.drift, then deploy"
edit_in_console voicemail 'LONGEST_MS = 180000' 'LONGEST_MS = 60000'
drift drift.log
expect drift.log 'scenario +voicemail +support +changed' "the edit in the control panel was not reported"
deploy right.log --diff
expect right.log '^\+ +const LONGEST_MS = 180000;' "the edit in the control panel was not reverted"
drift settled.log
expect settled.log 'as the project declares it' "the account still differs"

heading "7. Roll back a deployment because its smoke test fails"
echo "A function name is misspelled, so the session of the rule callback does not end. (The emulator does not run scripts.)"
edit shared_commands 's/VoxEngine[.]terminate()/VoxEngine.terminat()/'
deploy rollback.log -e deploy_smoke_rule_name=callback -e deploy_smoke_application_name=support \
    -e deploy_smoke_timeout=2 && fail "the smoke test did not fail"
expect rollback.log 'smoke test support/callback: .* Put back: update scenario support/shared_commands' "the deployment was not rolled back"
edit shared_commands 's/VoxEngine[.]terminat()/VoxEngine.terminate()/'
drift put_back.log
expect put_back.log 'as the project declares it' "the account is not as it was before the deployment"

heading "8. Start a session, tell it to finish, and wait for its end: ansible-playbook start.yml"
play_and_keep start.log start.yml -e "ca_file='$emulator/ca.pem'"
expect start.log 'answered 200 to the command and is finished' "the session did not finish"

heading "Done. Stopping the emulator and removing all files"
