# make run            sets everything up and opens the web app on a sample index
# make run DOCS=dir   indexes your own documents and opens the web app on them
# make test           sets everything up, lints, type-checks and runs all tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE ?= store

.PHONY: run test lint sample clean

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt "torch==2.13.0"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev,llm,postgres]"
	touch $@

run: $(VENV)/.installed
ifdef DOCS
	$(BIN)/python -m index build "$(DOCS)" --store "$(STORE)"
	$(BIN)/python app.py --store "$(STORE)"
else
	$(BIN)/python app.py --sample
endif

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/mypy

test: $(VENV)/.installed
	bash scripts/system_packages.sh
	$(MAKE) lint
	$(BIN)/python -m pytest

clean:
	rm -rf $(VENV) build *.egg-info
