# Copyright (c) 2026, Voximplant platform collection contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The ways into this checkout. They need Python 3.11 or newer; the rest comes from PyPI into .venv and .nox.

PYTHON := .venv/bin/python
PIP_INSTALL := $(PYTHON) -m pip install --quiet --disable-pip-version-check
NOX := .ci/summarised $(PYTHON) -m nox --stop-on-first-error --report .nox/report.json
COLLECTIONS := .ansible/collections
LINK := $(COLLECTIONS)/ansible_collections/voximplant/platform

.PHONY: help demo docs test test-quick test-trust clean

help:
	@echo "make demo        deploy the example scenarios to a local emulator of the platform and start a session"
	@echo "make test        every check, the quick ones first; stops at the first failure"
	@echo "make test-quick  types, style, unit and emulator tests on one ansible-core"
	@echo "make test-trust  every fault, secret and odd input; make test runs a part of it"
	@echo "make docs        build the documentation site in docs/site"
	@echo "make clean       remove everything that the above made in this folder"

demo: .venv/demo.installed $(LINK)
	@PATH="$(CURDIR)/.venv/bin:$$PATH" ANSIBLE_COLLECTIONS_PATH="$(CURDIR)/$(COLLECTIONS)" docs/examples/demo.sh

test: .venv/nox.installed $(LINK)
	@$(NOX)

test-quick: .venv/nox.installed $(LINK)
	@$(NOX) --tags quick

test-trust: .venv/nox.installed $(LINK)
	@$(NOX) --session trust -- --everything

docs: .venv/nox.installed $(LINK)
	@$(PYTHON) -m nox --session docs
	@echo "Open docs/site/index.html"

clean:
	rm -rf docs/site .venv .nox .ansible .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache tests/output
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
