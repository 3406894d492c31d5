# The manual of this project: `make` alone prints it. Every target makes or mends the environment first.
SHELL := /bin/sh
PORT ?= 8000
ARGS ?=
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
STARTED := $(shell date +%s)
.DEFAULT_GOAL := help
.PHONY: help setup demo run test lint types bench bench-demo docs format lock clean

help: ## print this page
	@echo "Watchbill: rosters of a 24/7 emergency communications center"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  PORT=8123 serves elsewhere (demo, run). ARGS=... adds arguments (test, bench)."
	@echo "  One command of the project: .venv/bin/python manage.py help"

setup: ## make or mend .venv from the locked requirements; instant when nothing changed
	@sh config/bootstrap.sh

demo: ## a center with a published four-week roster, running here; Ctrl-C stops it, the data stays
	@sh config/bootstrap.sh
	@WATCHBILL_STARTED=$(STARTED) $(MANAGE) demo --port $(PORT)

run: setup ## web, workers and beat on your own data, without the demo center
	@$(MANAGE) run --port $(PORT)

test: setup ## all tests on a real PostgreSQL and Redis, browser tests in Chromium; ARGS=tests/config for some
	@$(BIN)/python -m tests.support.chromium
	@$(BIN)/pytest -n 2 --dist loadfile $(ARGS)

lint: setup ## ruff, templates, import contracts, missing migrations, deployment check
	@failed=0; for check in "ruff check ." "ruff format --check ." "djlint --lint --quiet templates" \
	  "lint-imports --no-logo" "python manage.py makemigrations --check --dry-run" "python -m config.deployment_check"; do \
	  echo "-- $$check"; $(BIN)/$$check || failed=1; done; exit $$failed

types: setup ## strict mypy with the Django stubs
	$(BIN)/mypy

bench: setup ## every quick benchmark, one JSON object each; ARGS=roster for one
	@$(MANAGE) benchmark --json $(or $(ARGS),all)

bench-demo: setup ## cold and warm seconds of make demo, measured on a copy with an empty package cache
	@$(MANAGE) benchmark demo --json

docs: setup ## write the API description into docs/openapi.yaml
	@$(MANAGE) spectacular --validate --file docs/openapi.yaml

format: setup ## rewrite Python files in the project's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup ## write requirements/*.txt anew from requirements/*.in
	@for name in base dev uv pip redis; do \
	  $(BIN)/uv pip compile -q requirements/$$name.in -o requirements/$$name.txt --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	    $$([ $$name = redis ] && echo --no-deps) $(ARGS) || exit 1; \
	done

clean: ## remove the environment, the data and every cache of this checkout
	rm -rf .venv .data .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis htmlcov staticfiles
