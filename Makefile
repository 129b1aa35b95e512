# The same commands for people and for CI. `make demo` runs the main job, `make test` passes the tests; both do the set-up.
.PHONY: setup demo test check format test-spark test-ftm bench bench-mapping bench-ingest bench-resolve bench-screening bench-ownership bench-indicators bench-tracing bench-flows clean docs test-slow error-rates flow-indicators flow-recovery weights

UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN := .venv/bin

setup: .venv/.ready

.venv/.ready: pyproject.toml uv.lock
	@command -v uv >/dev/null 2>&1 || test -x .uv/bin/uv || { python3 -m venv .uv && .uv/bin/pip install --quiet uv; }
	$(UV) sync --frozen --quiet
	@touch $@

demo: setup
	@$(RUN)/entrepot demo entrepot-demo

test: setup
	$(RUN)/pytest -n auto

# What CI checks besides the tests: format, lint, types, layers, generated pages.
check: setup
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/python tools/write_docs.py --check

format: setup
	$(RUN)/ruff format .
	$(RUN)/ruff check --fix .

docs: setup
	$(RUN)/python tools/write_docs.py

# Every shared statement on Spark local as well; needs Java 17.
test-spark: setup
	UV_PROJECT_ENVIRONMENT=.venv-spark $(UV) sync --frozen --quiet --group spark
	.venv-spark/bin/pytest -m spark

# The export, checked with the followthemoney library; needs ICU headers and a compiler.
test-ftm: setup
	UV_PROJECT_ENVIRONMENT=.venv-ftm $(UV) sync --frozen --quiet --group ftm
	.venv-ftm/bin/pytest -m ftm

test-slow: setup
	$(RUN)/pytest -m slow

bench: setup
	$(RUN)/python bench/first_run.py

# Precision and recall of `entrepot map` on the judged layouts of ../shared, by country, held-out countries apart.
bench-mapping: setup
	$(RUN)/python bench/mapping.py

# Importing an invented dump (ROWS=1000000 lines) beside DuckDB's plain COPY and a Polars script.
bench-ingest: setup
	UV_PROJECT_ENVIRONMENT=.venv-bench $(UV) sync --frozen --quiet --group bench
	.venv-bench/bin/python bench/ingest.py

# Candidate pairs and scores beside nomenklatura (RIVALS=python of an environment that holds it), Splink and a rapidfuzz script;
# then mentions in declarations to firms beside Splink.
bench-resolve: setup
	UV_PROJECT_ENVIRONMENT=.venv-bench $(UV) sync --frozen --quiet --group bench
	.venv-bench/bin/python bench/resolve.py --large 1000000 $(if $(RIVALS),--rivals $(RIVALS))
	.venv-bench/bin/python bench/resolve_mentions.py --large 1000000

# 10,000 names against OFAC, EU and UN (RIVALS=python of an environment that holds nomenklatura), and a million interests.
bench-screening: setup
	$(RUN)/python bench/screening.py $(if $(RIVALS),--rivals $(RIVALS))

# The rounds of the ownership rules beside scipy (BEFORE=src of an earlier tree, to measure both in one sitting).
bench-ownership: setup
	$(RUN)/python bench/ownership.py $(if $(BEFORE),--before $(BEFORE))

# Every indicator over a world of ROWS lines, beside one scan of the columns it reads.
bench-indicators: setup
	rm -rf /tmp/entrepot-bench-world
	$(RUN)/entrepot world /tmp/entrepot-bench-world --rows $(or $(ROWS),10000000) --seed 31
	$(RUN)/entrepot run /tmp/entrepot-bench-world
	$(RUN)/python bench/indicators.py /tmp/entrepot-bench-world

# Worlds of evaluated seeds made in WORLDS, run and scored; writes docs/error-rates.md. `make weights` first where indicators changed.
error-rates: setup
	$(RUN)/python tools/write_error_rates.py $(or $(WORLDS),entrepot-worlds) $(if $(ROWS),--rows $(ROWS))

# The same of the indicators on statistics: docs/flow-indicators.md; and of the estimate sheet: docs/flow-recovery.md (144 worlds, some 20 minutes).
flow-indicators: setup
	$(RUN)/python tools/write_flow_indicators.py $(or $(WORLDS),entrepot-worlds)

flow-recovery: setup
	OMP_NUM_THREADS=1 $(RUN)/python tools/write_flow_recovery.py $(or $(WORLDS),entrepot-worlds)

# The weights of evidence, fitted on worlds of development seeds.
weights: setup
	$(RUN)/python tools/fit_evidence.py --make $(or $(WORLDS),entrepot-worlds)

# Poisson estimation with fixed effects beside pyfixest on the same rows (SIZES="1 10", in millions).
bench-flows: setup
	UV_PROJECT_ENVIRONMENT=.venv-bench $(UV) sync --frozen --quiet --group bench
	.venv-bench/bin/python bench/flows.py $(if $(SIZES),--millions $(SIZES))

# Pass-through pairs and one part among invented lines, beside a self-join and a recursive query (SIZES="1 3 10 30", in millions).
bench-tracing: setup
	$(RUN)/python bench/tracing.py $(if $(SIZES),--millions $(SIZES))

clean:
	rm -rf .venv .venv-spark .venv-ftm .venv-bench .uv entrepot-demo entrepot-worlds
