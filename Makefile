# Everything lives in .venv; a fresh machine needs only python3 (3.11 or 3.12), make and git.
PYTHON ?= python3
export DBT_SEND_ANONYMOUS_USAGE_STATS = false
export GX_ANALYTICS_ENABLED = false
export PIP_DISABLE_PIP_VERSION_CHECK = 1
unexport PYTHONDONTWRITEBYTECODE  # what dbt's commands load is compiled once, not by each of them

.PHONY: build samples docs explore bi bi-environment spark spark-environment test bench sqlmesh-environment mutation mutation-environment environment lock clean

build: environment  ## the yearly refresh: seeds, models, tests, expectations, release
	.venv/bin/dbt build

SAMPLES ?= --province 94 --years 2018-2025
samples: environment  ## made-up reports in a warehouse of their own, samples/warehouse
	.venv/bin/cchc sample --format rows $(SAMPLES)
	.venv/bin/dbt build --target samples --target-path target/samples

docs: build  ## the documentation as a site that needs no server: target/docs_site/index.html
	.venv/bin/dbt docs generate --static
	.venv/bin/cchc docs

explore: build  ## the release as a site that is asked in the browser: target/explore; npm brings DuckDB for it
	.venv/bin/cchc explore

bi: bi-environment  ## dashboards over the published warehouse: make bi, or make bi CCHC_WAREHOUSE_DIR=samples/warehouse
	.venv-bi/bin/python bi/superset/serve.py

spark: build samples spark-environment  ## the same marts on a Spark cluster of this machine, compared row for row
	@scripts/install_test_packages.sh
	.venv-spark/bin/python spark/build_on_cluster.py --target spark --folder target/spark
	.venv/bin/python scripts/same_marts.py target/build.duckdb target/spark
	.venv-spark/bin/python spark/build_on_cluster.py --target spark_samples --folder target/spark_samples
	.venv/bin/python scripts/same_marts.py target/samples.duckdb target/spark_samples

# In the order of tests/conftest.py.
test: environment  ## every test there is
	@scripts/install_test_packages.sh & packages=$$!; \
		{ $(MAKE) --no-print-directory spark-environment || echo "tests of the second engine are skipped: Spark is not installed" >&2; } & spark=$$!; \
		$(MAKE) --no-print-directory bi-environment || echo "tests of the dashboards are skipped: Superset is not installed" >&2; \
		wait $$spark; wait $$packages
	.venv/bin/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

bench: environment polars-environment sqlmesh-environment  ## how the build grows, beside the one before, Polars, pandas and SQLMesh; writes docs/performance.md
	nice .venv/bin/python bench/scale.py

environment: .venv/.complete

.venv/.complete: .venv/.locked pyproject.toml
	.venv/bin/pip install --quiet --no-build-isolation --no-deps --editable .
	touch $@

# A changed lock makes a new environment, so that nothing stays that the lock does not name.
.venv/.locked: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' \
		|| { echo "$(PYTHON) is not Python 3.11 or 3.12; name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { apt-get update --quiet && apt-get install --yes --quiet python3-venv; } \
		|| { echo "$(PYTHON) lacks venv; on Debian: sudo apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	.venv/bin/pip install --quiet --require-hashes --no-deps -r requirements.lock
	touch $@

bi-environment: .venv-bi/.complete

# Superset pins what the project does not, so it has an environment of its own.
.venv-bi/.complete: bi/superset/requirements.lock bi/superset/silence_telemetry.py | .venv/.locked
	.venv/bin/uv venv --quiet --clear --python .venv/bin/python .venv-bi
	.venv/bin/uv pip install --quiet --python .venv-bi/bin/python --require-hashes --no-deps --compile-bytecode \
		-r bi/superset/requirements.lock
	.venv-bi/bin/python bi/superset/silence_telemetry.py
	touch $@

spark-environment: .venv-spark/.complete

# Spark stays out of the main environment. Its package is built with the setuptools of the lock.
.venv-spark/.complete: spark/requirements.lock | .venv/.locked
	.venv/bin/uv venv --quiet --clear --python .venv/bin/python .venv-spark
	.venv/bin/uv pip install --quiet --python .venv-spark/bin/python --require-hashes --no-deps --compile-bytecode \
		--build-constraints spark/requirements.lock -r spark/requirements.lock
	touch $@

# An environment of the tools of one bench: what the lock before it names, and nothing else.
define environment_of_lock
.venv/bin/uv venv --quiet --clear --python .venv/bin/python $(@D)
.venv/bin/uv pip install --quiet --python $(@D)/bin/python --require-hashes --no-deps -r $<
touch $@
endef

polars-environment: .venv-polars/.complete

.venv-polars/.complete: bench/polars/requirements.lock | .venv/.locked
	$(environment_of_lock)

sqlmesh-environment: .venv-sqlmesh/.complete

# SQLMesh wants an older DuckDB.
.venv-sqlmesh/.complete: bench/sqlmesh/requirements.lock | .venv/.locked
	$(environment_of_lock)

mutation-environment: .venv-mutation/.complete

.venv-mutation/.complete: bench/mutation_testing/requirements.lock | .venv/.locked
	$(environment_of_lock)

mutation: environment mutation-environment  ## would a test notice? writes bench/mutation_testing.md
	nice -n 15 .venv/bin/python bench/mutation_testing.py --write

lock:  ## resolve again, for every system and Python of pyproject.toml; the lock names no host
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --extra dev \
		--no-emit-index-url --no-header pyproject.toml -o requirements.lock
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header bi/superset/requirements.in -o bi/superset/requirements.lock
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header spark/requirements.in -o spark/requirements.lock
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header bench/sqlmesh/requirements.in -o bench/sqlmesh/requirements.lock
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header bench/polars/requirements.in -o bench/polars/requirements.lock
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header bench/mutation_testing/requirements.in -o bench/mutation_testing/requirements.lock
	cd scripts/cchc/exploring && npm update --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit

clean:
	rm -rf .venv .venv-bi .venv-spark .venv-sqlmesh .venv-mutation .explore target logs
