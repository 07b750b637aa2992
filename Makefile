# Everything lives in .venv; a fresh machine needs only python3, make and git.
PYTHON ?= python3
export DBT_SEND_ANONYMOUS_USAGE_STATS = false
export GX_ANALYTICS_ENABLED = false

.PHONY: build test environment lock clean

build: environment  ## the yearly refresh: seeds, models, tests, expectations, release
	.venv/bin/dbt build

test: environment  ## every test there is
	.venv/bin/pytest

environment: .venv/.complete

.venv/.complete: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --require-hashes --no-deps -r requirements.lock
	.venv/bin/pip install --quiet --no-build-isolation --no-deps --editable .
	touch $@

lock:  ## resolve again; the lock names no host
	.venv/bin/uv pip compile --quiet --upgrade --generate-hashes --extra dev --no-emit-index-url --no-header pyproject.toml -o requirements.lock

clean:
	rm -rf .venv target logs
