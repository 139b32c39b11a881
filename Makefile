# `make demo` and `make test` work from a bare clone and build nothing twice.
PYTHON ?= python3
BIN = .venv/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: demo serve test test-ray smoke screenshots lint clean

demo: .venv/installed
	$(BIN)/quotes extract seeds/
	@echo
	@$(BIN)/quotes query "select name, type, quotes, articles from most_quoted limit 12" --table
	@echo
	@echo "Read them in the browser:   make serve"
	@echo "Ask your own question:      $(BIN)/quotes query \"select speaker, content from said where kind = 'direct'\" --table"

serve: .venv/installed
	$(BIN)/quotes serve quotes.db

test: .venv/installed-dev lint
	$(BIN)/python -m pytest -q

# Ray is large: 450 MB, and another minute to install.
test-ray: .venv/installed-dev
	$(INSTALL) --editable '.[ray]'
	$(BIN)/python -m pytest -q tests/test_scale_ray.py

# A published folder under Datasette 0.65 and the newest 1.0 alpha, which may fail.
smoke: .venv/installed-dev
	$(BIN)/python tests/smoke_datasette.py

screenshots: .venv/installed-dev
	$(BIN)/quotes extract seeds/ -d .venv/seeds.db
	$(BIN)/python tests/browser/pictures.py .venv/seeds.db docs/pictures

lint: .venv/installed-dev
	$(BIN)/ruff format --check --quiet src tests training benchmarks
	$(BIN)/ruff check --quiet src tests training benchmarks
	$(BIN)/mypy --no-error-summary

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "quotes needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(INSTALL) --editable .
	@touch $@

.venv/installed-dev: .venv/installed
	$(INSTALL) --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv quotes.db quotes.db-wal quotes.db-shm
