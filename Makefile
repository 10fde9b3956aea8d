# The first look:  make up        Settings come from the environment, for example  SHOUWEN_PORT=8080 make up
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help up test lint lint-code lint-format lint-types lint-arrows lint-templates format bench clean
.PHONY: prepare-run prepare-dev

help:
	@echo "make up      set up what is missing and serve until Ctrl-C"
	@echo "make test    set up what is missing and run the tests (ARGS='tests/rules -x' for some of them)"
	@echo "make lint    style, types, the arrows between the rooms, templates"
	@echo "make format  put code and templates into shape"
	@echo "make bench   measure the claims (ARGS='--help' tells what can be asked)"
	@echo "make clean   remove what was installed and made; the data folder stays"

up: prepare-run
	@exec $(BIN)/python -m shouwen.wiring.command up

test: prepare-dev
	@$(BIN)/python -m pytest $(ARGS)

# Each on its own, so that `make -k lint` tells everything that is to be mended.
lint: lint-code lint-format lint-types lint-arrows lint-templates
lint-code: prepare-dev
	$(BIN)/ruff check .
lint-format: prepare-dev
	$(BIN)/ruff format --check .
lint-types: prepare-dev
	$(BIN)/mypy
lint-arrows: prepare-dev
	$(BIN)/lint-imports
lint-templates: prepare-dev
	$(BIN)/djlint src --lint --quiet

format: prepare-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: prepare-dev
	@$(BIN)/python -m bench $(ARGS)

clean:
	rm -rf .venv node_modules src/shouwen/web/static/vendor src/*.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src -name "*.mo" -delete

prepare-run prepare-dev: prepare-%:
	@command -v $(PYTHON) >/dev/null || { echo "shouwen: $(PYTHON) was not found; install Python 3.11 or newer (apt install python3 python3-venv), or name one: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	@$(PYTHON) scripts/prepare.py $*
