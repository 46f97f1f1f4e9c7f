# Two commands do everything: `make demo` and `make test`. `make help` lists the rest.

MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

# Any Python from 3.11 on; `make PYTHON=/path/to/python setup` chooses one.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input

.PHONY: help setup stores demo test test-stores lint types layers tests fmt check docs bench wheel clean

help: ## say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /|/' | awk -F'|' '{ printf "  make %-11s %s\n", $$1, $$2 }'

setup: $(READY) ## make the environment in .venv

# `venv` cannot bring pip where the system's Python comes without ensurepip: then the outer pip does it.
$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python from 3.11 on was found. Install one, or say make PYTHON=/path/to/python setup." >&2; exit 1; }
	@echo "Setting up the environment in $(VENV) (once, about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); \
		$(PYTHON) -m venv --without-pip $(VENV) && \
		$(PYTHON) -m pip --quiet --disable-pip-version-check --python $(BIN)/python install pip; }
	@$(PIP) install --editable '.[dev]'
	@$(BIN)/python tests/browser.py
	@touch $@

FUSEKI := .stores/fuseki
COMUNICA := .stores/comunica

stores: $(READY) $(FUSEKI)/.ready $(COMUNICA)/.ready ## install the real stores of the tests (needs mvn, java, npm and apt-get)
	@command -v virtuoso-t >/dev/null || { apt-get -qq update && \
		DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends virtuoso-opensource >/dev/null; }

$(FUSEKI)/.ready: tests/stores/fuseki.xml
	@rm -rf $(FUSEKI) && mkdir -p $(FUSEKI)
	mvn --quiet --batch-mode --file tests/stores/fuseki.xml dependency:copy-dependencies \
		-DoutputDirectory=$(CURDIR)/$(FUSEKI)
	@touch $@

$(COMUNICA)/.ready: tests/stores/comunica/package.json
	@rm -rf $(COMUNICA) && mkdir -p $(COMUNICA) && cp $< $(COMUNICA)
	npm --prefix $(COMUNICA) install --silent --no-audit --no-fund --no-package-lock --ignore-scripts
	@touch $@

test-stores: stores ## run the tests that load into real stores, on all of them
	KG_REQUIRE_STORES=1 $(BIN)/python -m pytest tests/stores tests/test_export.py

# What the demo asks: plain commands, shown before they are run.
show = printf '\n$$ kg %s\n\n' '$(1)' && $(BIN)/kg $(1)

demo: $(READY) ## answer the headline question with its evidence, and draw a picture
	@mkdir -p demo
	@echo "Who was added to the US Entity List by the rule of December 2024?"
	@$(call show,ask entity-list/who-was-added --notice 2024-28267 --limit 10)
	@$(call show,ask entity-list/who-was-added --notice 2024-28267 --format csv --output demo/who-was-added.csv)
	@printf '\nWho says so of one of them, where, and when?\n'
	@$(call show,why naura-technology-group-co-ltd addedBy fr-2024-28267)
	@printf '\nA picture of what the list says of another:\n'
	@$(call show,draw huawei-technologies-co-ltd --output demo/huawei.html)
	@printf '\nAll rows are in demo/who-was-added.csv; open demo/huawei.html in a browser. What to try next:\n\n'
	@printf '  %s\n' '. $(BIN)/activate' 'kg ask' 'kg ask entity-list/who-bears-name --name Huawei' \
		'kg ask entity-list/who-shares-an-address --help' 'kg show SMIC' 'kg build'

test: lint types layers tests ## run every check and every test

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports --no-cache

tests: $(READY)
	$(BIN)/python -m pytest --cov

fmt: $(READY) ## put code and data into their house form
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format --quiet
	$(BIN)/kg fmt

check: $(READY) ## check the data: form, shapes, rules
	$(BIN)/kg check

docs: $(READY) ## remake docs/cli.md from the commands
	$(BIN)/python docs/cli.py > docs/cli.md.new && mv docs/cli.md.new docs/cli.md

bench: $(READY) ## measure the library on a million triples, beside other engines, into benchmarks.md
	@mkdir -p build
	$(BIN)/python -m pytest tests/benchmarks/bench_*.py --benchmark-json=build/benchmarks.json --benchmark-disable-gc -q
	$(BIN)/python -m tests.benchmarks.report build/benchmarks.json > benchmarks.md

wheel: $(READY) ## build the wheel into dist/
	@rm -rf dist
	$(BIN)/python -m hatchling build -t wheel -d dist

clean: ## remove everything that was made
	rm -rf $(VENV) dist demo build htmlcov .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
