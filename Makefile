# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Run the checks of this checkout. Needs Python 3.11 or newer; everything else comes from PyPI into .venv and .nox.

PYTHON := .venv/bin/python
PIP_INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check
NOX := $(PYTHON) -m nox --stop-on-first-error
COLLECTIONS_PATH = $$($(PYTHON) .ci/collections_path.py)

# Nothing is written to the user's home. noxfile.py sees to the same for its sessions.
export XDG_CACHE_HOME := $(CURDIR)/.cache
# pip asks rustc for its version, and rustup then writes settings.
export RUSTUP_HOME := $(CURDIR)/.cache/rustup

# nox sessions. The long ones start first, so that none of them is left to run alone.
QUICK := unit style types
LONG := playbook older trust targets integration older_sanity molecule examples sanity awx docs browser release repository lint coverage
GATES := $(QUICK) playbook targets older_sanity sanity release repository lint coverage

# Two sessions at a time with GNU make 4, which shows the output of each in one piece.
SIDE_BY_SIDE := $(if $(filter output-sync,$(.FEATURES)),--jobs=2 --output-sync=target)
CHECK := $(PYTHON) .ci/summary.py $(MAKE) --no-print-directory $(SIDE_BY_SIDE)

.PHONY: help benchmark demo docs mutants package pictures test test-quick test-trust gates clean $(QUICK:%=check-%) $(LONG:%=check-%)

help:
	@echo "make demo        show validation, plan, deployment, drift and rollback on a local emulator of the platform"
	@echo "make test        run every check, the quick ones first; stop at the first failure"
	@echo "make test-quick  check types and style, run the unit and emulator tests on one ansible-core"
	@echo "make gates       run the checks that a release must pass, a part of make test"
	@echo "make test-trust  test every fault, secret and unusual input; make test runs a part of it"
	@echo "make benchmark   measure time, memory and API calls; BENCHMARK=--quick takes a few minutes"
	@echo "make docs        build the documentation site in docs/site"
	@echo "make pictures    draw the pictures of the documentation, and record the demo for its landing page"
	@echo "make mutants     check that the tests detect changes of the code; takes several hours"
	@echo "make package     build the collection from the current commit in build"
	@echo "make clean       delete everything that these commands created in this directory"

demo: .venv/demo.installed
	@PATH="$(CURDIR)/.venv/bin:$$PATH" ANSIBLE_COLLECTIONS_PATH="$(COLLECTIONS_PATH)" docs/examples/demo.sh

test: .venv/nox.installed
	@$(CHECK) $(QUICK:%=check-%) $(LONG:%=check-%)

test-quick: .venv/nox.installed
	@$(CHECK) $(QUICK:%=check-%) unit_arguments="-- --hypothesis-profile=quick"

gates: .venv/nox.installed
	@$(CHECK) $(GATES:%=check-%)

test-trust: .venv/nox.installed
	@$(NOX) --session trust -- --everything

# One session, for the targets above. The quick ones come first. The session coverage needs the measurements of unit and
# playbook, and browser needs the site.
$(QUICK:%=check-%) $(LONG:%=check-%): check-%:
	@env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL $(NOX) --report .nox/reports/$*.json --session $* $($*_arguments)

$(LONG:%=check-%): | $(QUICK:%=check-%)
check-coverage: check-playbook
check-browser: check-docs

benchmark: .venv/nox.installed
	@$(PYTHON) -m nox --session benchmark -- $(BENCHMARK)

docs: .venv/nox.installed
	@$(PYTHON) -m nox --session docs
	@echo "Open docs/site/index.html"

pictures: .venv/nox.installed
	@$(PYTHON) -m nox --session pictures

mutants: .venv/nox.installed
	@$(NOX) --session mutants

package: .venv/nox.installed
	@$(NOX) --session package

clean:
	rm -rf "$$(test ! -x $(PYTHON) || $(PYTHON) .ci/collections_path.py)" build docs/site .venv .nox .ansible .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache tests/output
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PYTHON):
	@python=$$(.ci/find-pythons | sed -n '/^3\.1[1-9] /{s/^[^ ]* //p;q;}'); \
	test -n "$$python" || { echo "Python 3.11 or newer, with its venv module, was not found on PATH" >&2; exit 1; }; \
	echo "Making .venv with $$python"; "$$python" -m venv .venv

.venv/demo.installed: .ci/demo-requirements.txt meta/ee-requirements.txt roles/emulator/files/requirements.txt | $(PYTHON)
	@echo "Installing what the demo needs into .venv"
	@$(PIP_INSTALL) --requirement $<
	@touch $@

.venv/nox.installed: .ci/constraints.txt | $(PYTHON)
	@echo "Installing nox into .venv"
	@$(PIP_INSTALL) --constraint $< nox uv
	@touch $@
