# make help lists what there is.
PYTHON ?= python3
HOST ?= 0.0.0.0
PORT ?= 8000
SECONDEN ?= 1800
VERBINDINGEN ?= 200
WORKERS ?= 2
BIN := .venv/bin
BRON_ROO ?= ../shared/data/roo_export_2026-05-16.xml
BRON_GRENZEN ?= ../shared/data/cbs_gemeente_2022_met_grenscorrectie_2023.gpkg

.PHONY: help run serve test snel check format data pins schermen toets bench gepubliceerd dekking mutaties soak pinproef wheel licenties instellingen
help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

# $(call nodig,what is missing,its packages in Debian): root gets them, others a line that says what to do.
nodig = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
	then apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $(2); \
	else echo "Hier ontbreekt $(1). Installeer dat eerst (Debian, Ubuntu: sudo apt-get install $(2)) en probeer het dan opnieuw."; exit 1; fi

# A stamp per list of pins: the environment follows when the list changes.
.venv/run.stempel: requirements/run.txt
	@command -v $(PYTHON) >/dev/null || { $(call nodig,Python 3.11 of nieuwer,python3 python3-venv); }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 of nieuwer is nodig, en $(PYTHON) is ouder (Debian 12, Ubuntu 24.04 of nieuwer: sudo apt-get install python3 python3-venv). Staat er een nieuwere: PYTHON=python3.11 make run"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(call nodig,venv van Python,python3-venv); }
	test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	touch $@

.venv/test.stempel: requirements/test.txt .venv/run.stempel
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/test.txt
	touch $@

.venv/browser.stempel:
	@command -v chromium >/dev/null || { $(call nodig,de browser chromium,chromium); }
	mkdir -p .venv && touch $@

.venv/bench.stempel:
	@command -v wrk >/dev/null || { $(call nodig,het programma wrk,wrk); }
	mkdir -p .venv && touch $@

# Our scripts are checked and tested with Node; the map itself needs none. Debian's can be too old for that, or
# not there: then the pinned one comes in .venv.
export PATH := $(CURDIR)/$(BIN):$(PATH)
TEST_JS := node --disable-warning=MODULE_TYPELESS_PACKAGE_JSON --test tests/js/*.test.js
.venv/node.stempel: requirements/node.txt .venv/run.stempel
	@command -v npm >/dev/null && node tests/js/recent.js || { echo "Node 20.19 of nieuwer (met npm) staat hier niet; de vastgepinde komt in .venv."; \
		$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/node.txt; } || { echo "Dat lukte niet. Installeer zelf Node 20.19 of nieuwer, met npm (Debian 13 of nieuwer: sudo apt-get install nodejs npm)."; exit 1; }
	touch $@

# Node's stamp is not a reason to fetch these packages anew.
.venv/js.stempel: tests/js/package.json tests/js/package-lock.json | .venv/node.stempel
	npm ci --prefix tests/js --no-audit --no-fund --silent
	touch $@

run: .venv/run.stempel ## serve the embedded data on http://127.0.0.1:$(PORT)
	@test "$(PORT)" = 0 || echo "De kaart staat zo op http://127.0.0.1:$(PORT)"
	$(BIN)/flask --app app serve --port $(PORT) --workers $(WORKERS)

serve: .venv/run.stempel ## the same for others to reach: HOST, PORT, WORKERS (one per processor)
	$(BIN)/flask --app app serve --host $(HOST) --port $(PORT)

# Some containers forbid bytecode to be kept: then each process compiles all tests and modules anew.
test snel: export PYTHONDONTWRITEBYTECODE :=

test: .venv/browser.stempel .venv/test.stempel .venv/js.stempel ## all tests, the browser's included
	$(TEST_JS)
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

snel: .venv/test.stempel .venv/js.stempel ## all tests that need no browser, but those that take seconds by their nature
	$(TEST_JS)
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal -m "not browser and not traag" --hypothesis-profile snel -p no:schemathesis -p no:playwright --ignore tests/web/test_schemathesis.py --ignore tests/browser --ignore tests/clients

check: .venv/test.stempel .venv/js.stempel ## format, lint, types, layers; of Python and of JavaScript
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	node tests/js/types.js
	tests/js/node_modules/.bin/eslint --config tests/js/eslint.config.js viewer/static tests/js

format: .venv/test.stempel ## put the code in form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

data: .venv/run.stempel ## make data/ anew from the source files (BRON_ROO, BRON_GRENZEN)
	$(BIN)/flask --app app gegevens importeer-roo $(BRON_ROO)
	$(BIN)/flask --app app gegevens importeer-grenzen $(BRON_GRENZEN)

wheel: .venv/test.stempel ## build dist/samenwerkingskaart-*.whl, data included
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	$(BIN)/uv build -q --wheel --out-dir dist --build-constraint requirements/build.txt --require-hashes

licenties: .venv/run.stempel ## docs/licenties.md, and dist/sbom.json (CycloneDX)
	$(BIN)/python docs/licenties.py
	test -x .venv/sbom/bin/cyclonedx-py || { $(PYTHON) -m venv .venv/sbom && .venv/sbom/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/sbom.txt; }
	mkdir -p dist && .venv/sbom/bin/cyclonedx-py requirements requirements/run.txt --pyproject pyproject.toml --output-reproducible -o dist/sbom.json

instellingen: .venv/run.stempel ## the tables of settings and columns in docs/ anew from the code
	PYTHONPATH=. $(BIN)/python docs/instellingen.py
	PYTHONPATH=. $(BIN)/python docs/kolommen.py

pins: .venv/test.stempel ## compile requirements/*.txt anew from the short lists
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	for lijst in run test quality uv build sbom node client; do $(BIN)/uv pip compile -q --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements/$$lijst.in -o requirements/$$lijst.txt || exit 1; done

schermen: .venv/browser.stempel .venv/test.stempel ## take the screenshots in docs/schermen anew
	$(BIN)/python docs/schermen.py

gepubliceerd: .venv/browser.stempel .venv/test.stempel ## publish the site and run the browser tests on the files
	rm -rf .venv/gepubliceerd
	KAART_DATA=tests/data/momentopname KAART_CORRECTIE_EMAIL=kaart@voorbeeld.nl $(BIN)/flask --app app publiceer .venv/gepubliceerd
	GEPUBLICEERD=.venv/gepubliceerd $(BIN)/python -m pytest --numprocesses 2 --dist loadfile tests/browser

.venv/quality.stempel: requirements/quality.txt .venv/test.stempel
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/quality.txt
	touch $@

dekking: .venv/browser.stempel .venv/quality.stempel ## which lines of viewer/ the tests run, the servers they start included
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --numprocesses 2 --dist loadfile
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

mutaties: .venv/quality.stempel ## change the core in two thousand ways; which changes do the tests not notice? (10 minutes)
	rm -rf mutants
	$(BIN)/mutmut run --max-children 2
	$(BIN)/mutmut results

soak: .venv/test.stempel ## half an hour of load and faults on a server of its own (SECONDEN, VERBINDINGEN)
	rm -rf .venv/soak && mkdir .venv/soak
	$(BIN)/python bench/soak.py --map .venv/soak --seconden $(SECONDEN) --verbindingen $(VERBINDINGEN)

pinproef: .venv/run.stempel ## requirements/*.txt install by hash into an empty environment, and run.txt is all that the server needs
	$(BIN)/python tests/pinproef.py

# QGIS, GDAL and LibreOffice are Debian's; the generator of clients has an environment of its own, since what it makes needs httpx.
.venv/clients.stempel: requirements/client.txt .venv/test.stempel
	@{ command -v ogrinfo && /usr/bin/python3 -c 'import qgis.core'; } >/dev/null 2>&1 || { $(call nodig,GDAL of QGIS,gdal-bin python3-qgis); }
	test -x .venv/client/bin/python || $(PYTHON) -m venv .venv/client
	.venv/client/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/client.txt
	touch $@

toets: .venv/browser.stempel .venv/clients.stempel .venv/node.stempel ## html-validate, spectral and Lighthouse (needs node and npm), QGIS, GDAL, LibreOffice and a generated client on the real server
	TOETS=1 $(BIN)/python -m pytest tests/clients
	npm ci --prefix tests/node --no-audit --no-fund --silent
	$(BIN)/python tests/node/toets.py

bench: .venv/bench.stempel .venv/browser.stempel .venv/test.stempel .venv/node.stempel ## our page beside the naive folium page; writes docs/prestaties.md (needs npm). KORT=1: only whether it runs, in a minute or two
	npm ci --prefix bench/node --no-audit --no-fund --silent
	KORT=$(KORT) $(BIN)/python bench/bench.py
