# Putright's few commands. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help setup demo test coverage check format lock pictures

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make the environment, nothing else
	@scripts/setup.sh run

demo: setup ## run Putright on an invented council's mailbox, at a printed address
	@.venv/bin/putright demo

test: ## the whole gate: format, lint, types, floors, and every test
	@scripts/setup.sh test
	@scripts/check.sh
	@scripts/test.sh

coverage: ## every test once more, counting the branches it takes; fails under nine in ten
	@scripts/setup.sh test
	@scripts/test.sh --cov --cov-report=term --cov-fail-under=90

check: ## the quick part of the gate: format, lint, types, floors
	@scripts/setup.sh test
	@scripts/check.sh

format: ## put the code into the house's form
	@scripts/setup.sh test
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format --quiet .

lock: ## pin the newest versions that pyproject.toml allows
	@scripts/setup.sh test
	@scripts/lock.sh

pictures: ## make the pictures of the docs anew, by the tests that drive the pages
	@scripts/setup.sh test
	@PUTRIGHT_PICTURES=1 .venv/bin/pytest -q -p no:cacheprovider tests/journey/test_pictures.py
