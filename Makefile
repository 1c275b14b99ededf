# Each target installs what it needs into .venv; nothing but Python 3.11+, make and a package index is assumed.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: install demo run test check bench crash fuzz lock pictures

install: .venv/run.done
demo: .venv/run.done
	@$(BIN)/bantin demo
run: .venv/run.done
	@$(BIN)/bantin run
test: .venv/dev.done
	@$(BIN)/python -m pytest -n auto
check: .venv/dev.done
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
bench: .venv/dev.done
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.sending
	@$(BIN)/python -m bench.feed_rounds
	@$(BIN)/python -m bench.million

crash: .venv/dev.done
	@$(BIN)/python -m tests.crash_table

fuzz: .venv/dev.done
	@BANTIN_FUZZ=10000 $(BIN)/python -m pytest tests/bot/feeds/test_feed_mutations.py

pictures: .venv/dev.done
	@$(BIN)/python -m tests.pictures

lock: .venv/dev.done
	$(PIP) uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	  --extra postgres --group build pyproject.toml --output-file requirements/run.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	  --extra postgres --group build --group dev pyproject.toml --output-file requirements/dev.lock

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, this is " + sys.version)'
	@$(PYTHON) -m venv .venv
	@touch $@
.venv/run.done: .venv/made requirements/run.lock pyproject.toml
	@echo "Installing into .venv ..."
	@$(PIP) --require-hashes --requirement requirements/run.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@
.venv/dev.done: .venv/run.done requirements/dev.lock
	@echo "Installing the tools for tests and checks ..."
	@$(PIP) --require-hashes --requirement requirements/dev.lock
	@touch $@
