# make              builds mib, builds images/nginx with it, starts that image and fetches a page from it
# make lint         checks style and types
# make test         runs all unit tests, and the end-to-end tests on a real engine, but for the long ones
# make test-all     runs the long ones too
# make images       builds all images of images/ and records their sizes; fails if a size differs from its README by more than 10 %;
#                   IMAGES='nginx curl' selects images, PLATFORMS=linux/arm64 platforms
# make apps         builds thin images of many programs and uses them as no check did; APPS='git ruby' selects some (needs Go)
# make bases        thins applications on look-alikes of official images and requests every path of them, and tries all scenarios of
#                   docker-image-toolkit; BASES='flask fpm' selects applications (the first run compiles Python and Ruby: many minutes)
# make scan         scans thin images with syft and trivy, which are built from source (needs Go, and many minutes once)
# make shell        reads the shell scripts of some hundred packages of Debian, and names those that mib cannot read (needs apt-get)
# make engines      runs a few builds on each supported engine: Docker 26 and 28, both image stores (many minutes)
# make platforms    builds for all architectures, with and without emulation; starts and compares the images
# make attack       fuzzes all that reads what others wrote, then fills the disk of an engine of its own, and kills its processes (root);
#                   INPUTS=2000 gives each reader fewer inputs, SEED=7 other ones, FUZZ='elf tar' selects some
# make reproduce    builds images without cache on two engines and compares their digests; creates the second engine (needs root)
# make bench        runs the benchmark; PARTS='nginx outdated pruning million' selects parts, RUNS=3 makes fewer runs
# make survey       builds a thin image of each of 300 programs with a check of its version only, and compares what it and the full
#                   tree do (hours); goes on where it stopped; SURVEY='jq curl' does these again, COUNT=20 takes fewer
# make frontend     builds only the image mib/frontend
# make builder      builds that image with mib itself, then images/nginx with both: the results must be identical
# make engine-down  stops the private Docker Engine, if there is one
# make clean        deletes all build results, except the engine (engine/down --purge)
#
# Docker is the caller's own if it answers. Otherwise the private engine of engine/ is started.

MAKEFLAGS += --no-print-directory
with_docker := settings=$$(engine/use) && eval "$$settings" &&
sources := $(shell find frontend src proto scripts -type f ! -name '*.test.ts')

.PHONY: nginx lint test test-all images apps bases scan shell platforms engines attack reproduce bench survey frontend builder engine-down clean

nginx: frontend
	@$(with_docker) scripts/try-nginx.sh

lint: dist/made
	@npm run lint

test: frontend
	@scripts/test-tools.sh
	@$(with_docker) browser=$$(scripts/browser.sh) && CHROMIUM=$$browser npm test

test-all: frontend
	@scripts/test-tools.sh
	@$(with_docker) browser=$$(scripts/browser.sh) && CHROMIUM=$$browser npm run test:all

images: frontend
	@$(with_docker) docker buildx bake $(IMAGES) && node scripts/sizes.mjs $(IMAGES)

apps: frontend
	@$(with_docker) APPS='$(or $(APPS),all)' npm run test:e2e -- --reporter=verbose test/e2e/apps.test.ts

bases: frontend
	@$(with_docker) BASES='$(or $(BASES),all)' npm run test:e2e -- --reporter=verbose test/e2e/bases.test.ts test/e2e/toolkit.test.ts

scan: frontend
	@$(with_docker) folder=$$(scripts/scanners.sh) && SCANNERS=$$folder npm run test:e2e -- --reporter=verbose test/e2e/scan.test.ts

shell:
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && scripts/shell-scripts.sh "$$folder" && \
		SHELL_SCRIPTS="$$folder" npx vitest run --project unit src/prune/shell/debian.test.ts

platforms: frontend
	@$(with_docker) npm run test:platforms -- --reporter=verbose

engines: dist/made
	@scripts/try-engines.sh

# The attacks run also if the fuzzers found something.
attack: frontend
	@fuzzed=0; node scripts/attack.mjs || fuzzed=1; \
	$(with_docker) npm run test:attack -- --reporter=verbose && exit $$fuzzed

reproduce: frontend
	@$(with_docker) npm run test:reproduce -- --reporter=verbose

bench: frontend
	@$(with_docker) npm run bench

survey: frontend
	@$(with_docker) npm run --silent survey

frontend: dist/made
	@$(with_docker) scripts/build-frontend.sh

dist/made: $(sources) package.json node_modules/made
	@echo '· building dist/'
	@npm run --silent build
	@touch $@

# Not `npm ci`: npm 11 refuses a lock file without another platform's optional package, and some registries lack those.
node_modules/made: package-lock.json
	@echo '· installing the packages of package-lock.json'
	@npm install --no-save --loglevel=error
	@touch $@

builder: frontend
	@$(with_docker) scripts/try-frontend.sh

engine-down:
	@engine/down

clean:
	rm -rf dist gen coverage node_modules
