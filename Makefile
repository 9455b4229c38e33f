# The only commands a newcomer needs. `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
NAME ?=
UV_COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --quiet

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench form lock clean

help: ## Show these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/run.stamp ## Build .venv from the hashed lock (run does it by itself)

run: setup ## Load the published sample, compute, and serve on http://127.0.0.1:8000
	@$(BIN)/bokar up --sample

test: .venv/dev.stamp ## Run every test (SQLite and PostgreSQL)
	$(BIN)/python -m pytest

check: .venv/dev.stamp ## Format, lint, types, layers, dependencies, security
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/bandit --quiet --recursive service jobs alembic benchmarks --configfile pyproject.toml

bench: .venv/dev.stamp ## Measure: all parts, or one with NAME=<part>
	$(BIN)/python -m benchmarks $(NAME)

form: setup ## Write the cost survey's form for KoboToolbox and ODK: cost-survey-form.xlsx
	@rm -f cost-survey-form.xlsx
	@$(BIN)/bokar template form cost-survey-form.xlsx

lock: .venv/dev.stamp ## Pin every dependency anew, with hashes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(UV_COMPILE) --upgrade --group build -o requirements/run.txt
	$(UV_COMPILE) --upgrade --group build --group dev -c requirements/run.txt -o requirements/dev.txt

clean: ## Remove .venv and caches; your data stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis

# uv installs in a few seconds where it can reach the package index; pip does the same from the
# same file where it cannot (uv does not read pip's configuration).
.venv/run.stamp: requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@PYTHON=$(PYTHON) sh requirements/install.sh requirements/run.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@sh requirements/install.sh requirements/dev.txt
	@touch $@
