# Needs nothing but make and Python 3.11 or newer. Another Python: `PYTHON=python3.12 make test`.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := uv pip compile pyproject.toml --universal --fork-strategy fewest --python-version 3.11 --generate-hashes --no-emit-index-url --quiet \
	--annotation-style line --custom-compile-command "make lock" --group build

.PHONY: brief test lint bench docs lock clean

brief: .venv/run.stamp
	$(BIN)/pourparler brief scenarios/korea-2018

test: .venv/dev.stamp
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict src

bench: .venv/dev.stamp
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/roadmap.py
	$(BIN)/python benchmarks/games.py
	$(BIN)/python benchmarks/responses.py

docs: .venv/dev.stamp
	$(BIN)/sphinx-build -W --keep-going --quiet -b html docs build/docs

# For maintainers, after a change of the dependencies in pyproject.toml. Only this one needs uv.
lock:
	$(LOCK) -o requirements/run.txt
	$(LOCK) -c requirements/run.txt --extra pdf --extra frame --group dev --group docs -o requirements/dev.txt

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/pyvenv.cfg:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name it: PYTHON=python3.12 make"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Pourparler needs Python 3.11 or newer, and $(PYTHON) is older. Name another: PYTHON=python3.12 make"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "$(PYTHON) cannot make virtual environments: install its venv module (Debian and Ubuntu: apt-get install python3-venv)."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: .venv/pyvenv.cfg requirements/run.txt pyproject.toml src/pourparler/__init__.py
	$(INSTALL) --require-hashes -r requirements/run.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@
