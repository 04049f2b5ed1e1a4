# Madang: `make run` runs the demonstration city, `make test` runs everything that CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help

.PHONY: help run test quick lint bench bench-web crash setup clean

help:  ## What can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/' | expand -t 18

# One stamp per lock: installing again only when the lock or the package's own metadata changed.
$(VENV)/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Madang needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 run"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

setup: $(VENV)/.test  ## Environment for development

run: $(VENV)/.run  ## Publish the demonstration city and serve it at http://127.0.0.1:8000
	@exec $(BIN)/madang serve --demo

# One more than there are processors: tests wait for servers and browsers.
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

test: $(VENV)/.test  ## Everything: checks, then all tests, with the seconds of each folder
	@bash tests/system.sh
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -q -m "not long" -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# Folders that start servers or walk everything; `make test` runs them too.
THOROUGH := browser routes store crash cli demonstration upgrade verification

quick: $(VENV)/.test  ## About a minute: all but servers, browser, real files and walks over everything
	$(BIN)/python -m pytest -q -m "not long and not slow" -n 2 --dist loadfile $(THOROUGH:%=--ignore=tests/%) \
		--ignore=tests/ingest/test_read_shared_data.py --ignore=tests/ingest/test_publish.py

lint: $(VENV)/.test  ## Style, types and the import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

$(VENV)/.bench: requirements-bench.lock $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

bench: $(VENV)/.bench  ## Measure beside other programs, and print figures with the machine
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

bench/web/node_modules: bench/web/package-lock.json
	cd bench/web && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

bench-web: $(VENV)/.run bench/web/node_modules  ## Judge the pages beside their goals: Lighthouse, axe, validity, links
	$(BIN)/python bench/web

crash: $(VENV)/.test  ## The long form of the crash tests
	$(BIN)/python -m pytest -q -m long tests/crash

clean:  ## Remove the environment; the city in ./var stays
	rm -rf $(VENV)
