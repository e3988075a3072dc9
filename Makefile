# What can be done here; `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help run test proof check bench assets translations lock clean dev ready

BIN := .venv/bin
TESTS ?=

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-14s%s\n' "$$name" "$$text"; done

run:  ## serve the forum here, with the demo city; the first time it sets everything up
	@exec bash scripts/run.sh

test: ready  ## set up what the tests need and run every one of them (TESTS="tests/polls -k tie" for some)
	@exec $(BIN)/python -m pytest -n auto --dist worksteal $(TESTS)

proof: ready  ## the long tests, and those that are otherwise cut short at their full size
	@$(BIN)/python -m pytest -m proof
	@EXAMPLES=1000 $(BIN)/python -m pytest tests/polls/counting/test_properties.py
	@PEOPLE=300 GUESSES=10000 exec $(BIN)/python -m pytest tests/accounts/test_rush.py tests/accounts/test_throttle.py

check: dev  ## format, lint, types, import rules, templates, translations
	@exec bash scripts/check.sh

bench: ready  ## measure speed
	@exec $(BIN)/python -m bench

assets:  ## build the browser's scripts and styles into static/dist
	@bash scripts/setup_venv.sh
	@bash scripts/setup_assets.sh

translations: dev  ## gather the texts of the code into translations/en and compile
	@$(BIN)/python scripts/translations.py update
	@$(BIN)/python scripts/translations.py compile

lock: dev  ## write the locks anew from pyproject.toml and package.json (UPGRADE=1 for newer versions)
	@bash scripts/lock.sh $(if $(UPGRADE),--upgrade)

clean:  ## remove what can be made again; the data in var/ stays
	@rm -rf .venv node_modules static/dist build *.egg-info
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find translations -name '*.mo' -delete 2>/dev/null || true

dev:
	@bash scripts/setup_venv.sh dev

ready: dev
	@bash scripts/setup_test_system.sh
	@bash scripts/setup_assets.sh
	@$(BIN)/python scripts/translations.py compile
