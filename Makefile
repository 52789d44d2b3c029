# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The ways into this checkout. They need Python 3.11 or newer; the rest comes from PyPI into .venv and .nox.

PYTHON := .venv/bin/python
PIP_INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check
NOX := $(PYTHON) -m nox --stop-on-first-error
COLLECTIONS := .ansible/collections
LINK := $(COLLECTIONS)/ansible_collections/voximplant/platform

# Sessions of nox. The long ones start first, so that none of them is left to run alone.
QUICK := style types unit
LONG := playbook older trust integration older_sanity molecule examples sanity awx docs browser release lint coverage
GATES := $(QUICK) playbook older_sanity sanity release lint coverage

# Two sessions at a time, each with its output in one piece, where make can do that (GNU make 4).
SIDE_BY_SIDE := $(if $(filter output-sync,$(.FEATURES)),--jobs=2 --output-sync=target)
CHECK := .ci/summarised $(MAKE) --no-print-directory $(SIDE_BY_SIDE)

.PHONY: help benchmark demo docs mutants package test test-quick test-trust gates clean $(QUICK:%=check-%) $(LONG:%=check-%)

help:
	@echo "make demo        deploy the example scenarios to a local emulator of the platform and start a session"
	@echo "make test        every check, the quick ones first; stops at the first failure"
	@echo "make test-quick  types, style, unit and emulator tests on one ansible-core"
	@echo "make gates       what a release has to pass: a part of make test"
	@echo "make test-trust  every fault, secret and odd input; make test runs a part of it"
	@echo "make benchmark   measure time, memory and calls; BENCHMARK=--quick takes a few minutes"
	@echo "make docs        build the documentation site in docs/site"
	@echo "make mutants     whether the tests notice changes of the planner and the client; takes a quarter of an hour"
	@echo "make package     build the collection from the present commit in build"
	@echo "make clean       remove everything that the above made in this folder"

demo: .venv/demo.installed $(LINK)
	@PATH="$(CURDIR)/.venv/bin:$$PATH" ANSIBLE_COLLECTIONS_PATH="$(CURDIR)/$(COLLECTIONS)" docs/examples/demo.sh

test: .venv/nox.installed $(LINK)
	@$(CHECK) $(QUICK:%=check-%) $(LONG:%=check-%)

test-quick: .venv/nox.installed $(LINK)
	@$(CHECK) $(QUICK:%=check-%)

gates: .venv/nox.installed $(LINK)
	@$(CHECK) $(GATES:%=check-%)

test-trust: .venv/nox.installed $(LINK)
	@$(NOX) --session trust -- --everything

# One session, for the targets above. The quick ones come first, coverage looks at what two others have measured, and the
# browser at the site that another one has built.
$(QUICK:%=check-%) $(LONG:%=check-%): check-%:
	@env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL $(NOX) --report .nox/reports/$*.json --session $*

$(LONG:%=check-%): | $(QUICK:%=check-%)
check-coverage: check-playbook
check-browser: check-docs

benchmark: .venv/nox.installed $(LINK)
	@$(PYTHON) -m nox --session benchmark -- $(BENCHMARK)

docs: .venv/nox.installed $(LINK)
	@$(PYTHON) -m nox --session docs
	@echo "Open docs/site/index.html"

mutants: .venv/nox.installed $(LINK)
	@$(NOX) --session mutants

package: .venv/nox.installed $(LINK)
	@$(NOX) --session package

clean:
	rm -rf build docs/site .venv .nox .ansible .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache tests/output
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ansible-core knows a collection by its folder's place; this link gives a checkout of any name that place.
$(LINK):
	@mkdir -p $(@D)
	@ln -sfn ../../../.. $@

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
