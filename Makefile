# `make run` and `make test` set up what they need; the rest is for developers.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test fuzz cluster check train bench lint page wheel docs clean

$(READY): pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

run: $(READY)  ## records of the five reports in seeds/
	mkdir -p out
	$(BIN)/python -m pipeline run seeds -o out/records.jsonl

test: $(READY)  ## the tests
	$(BIN)/python -m pytest

fuzz: $(READY)  ## thousands of damaged reports: each is read or rejected, none ends a run (half an hour)
	FUZZ=$(or $(FUZZ),5000) $(BIN)/python -m pytest -q tests/test_fuzz.py

cluster: $(READY)  ## the tests on a local Ray of two CPUs, which is installed for them (330 MB, two minutes)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation -c requirements.lock -e '.[ray]'
	$(BIN)/python -m pytest tests/cluster

check: $(READY)  ## are the annotated samples sound?
	$(BIN)/python -m pipeline check training/reports
	$(BIN)/python -m pipeline check training/gold
	$(BIN)/python -m pipeline check training/fire

train: $(READY)  ## make models/zh_police_reports from training/
	$(BIN)/python -m pipeline train

bench: $(READY)  ## speed beside others' tools, scaling: docs/speed_*.md; on a quiet machine, half an hour; BENCH=--quick
	$(BIN)/python -m benchmarks.peers -o docs/speed_peers.md $(BENCH)
	$(BIN)/python -m benchmarks.scaling -o docs/speed_scaling.md $(BENCH)

lint: $(READY)  ## format, lint, types
	$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy

page:  ## bundle the scripts of the evidence page anew; needs node and the npm registry
	cd pipeline/page && npm ci && npm run build

wheel: $(READY)  ## dist/*.whl with the model, made without network
	rm -rf build
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation -w dist .

docs: $(READY)  ## the documentation site in out/site; a broken link ends it
	$(BIN)/python -m mkdocs build --strict --quiet

clean:
	rm -rf out build dist $(VENV)
