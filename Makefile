# Both targets need nothing but Python 3.11 or later: they make .venv and install into it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The tests start the program some hundred times. Like an installed one it is compiled once.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: quiz test lint fast explore bench messages clean

# The English decks; `quizkit quiz decks/` asks in Spanish too.
quiz: $(VENV)/.installed
	@$(BIN)/quizkit quiz decks/*.yaml

# The fast tests first; on all cores.
test: $(VENV)/.installed-dev lint
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache | tail -n 8

# The unit tests alone, in seconds.
fast: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m "not slow" -q

# The properties, with examples that nobody has tried yet. What it finds becomes a test of its own.
explore: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n auto -m hypothesis --hypothesis-profile=default

bench: $(VENV)/.installed-dev
	$(BIN)/python tests/benchmarks/run.py

# The texts of the interface for translators: quizkit/locale.
messages: $(VENV)/.installed-dev
	@$(BIN)/python docs/make_messages.py

clean:
	rm -rf $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "quizkit needs Python 3.11 or later; name one with: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	@echo "Installing quizkit into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python pyproject.toml
	@echo "Installing quizkit and its test tools into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --editable '.[test,dev]'
	@touch $(VENV)/.installed $@
