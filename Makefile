# make              builds mib, then images/nginx with it, starts that image and fetches a page from it
# make test         everything that the project promises, on a real engine
# make images       builds all images of images/, writes how large they are, and fails where that is not what was written to a tenth;
#                   IMAGES='nginx curl' for some, PLATFORMS=linux/arm64
# make apps         builds thin images of many programs and tries what no check showed; APPS='git ruby' for some (needs Go)
# make bases        thins applications on look-alikes of official images, and asks these for every path; BASES='flask fpm' for some;
#                   the first time it compiles Python and Ruby (many minutes)
# make scan         lets syft and trivy look into thin images; builds these two from source (needs Go, and many minutes once)
# make engines      tries a few builds on each engine that mib is meant for: Docker 26 and 28, both stores (many minutes)
# make platforms    builds for all architectures, starts and compares: emulated or not, in an engine that cannot run them
# make reproduce    builds images cold on two engines and compares their digests; makes the second engine (needs root)
# make bench        measures it; PARTS='nginx outdated pruning million' for some parts, RUNS=3 for fewer runs
# make frontend     only the image mib/frontend
# make builder      the same image built by mib itself, and images/nginx with both: they have to make the same
# make engine-down  stops the private Docker Engine, if there is one
# make clean        deletes what was made, except the engine (engine/down --purge)
#
# Docker is the one that answers, else the private one of engine/, which is started when needed.

MAKEFLAGS += --no-print-directory
with_docker := settings=$$(engine/use) && eval "$$settings" &&
sources := $(shell find frontend src proto scripts -type f ! -name '*.test.ts')

.PHONY: nginx test images apps bases scan platforms engines reproduce bench frontend builder engine-down clean

nginx: frontend
	@$(with_docker) scripts/try-nginx.sh

test: frontend
	@scripts/test-tools.sh
	@$(with_docker) browser=$$(scripts/browser.sh) && CHROMIUM=$$browser npm test

images: frontend
	@$(with_docker) docker buildx bake $(IMAGES) && node scripts/sizes.mjs $(IMAGES)

apps: frontend
	@$(with_docker) APPS='$(or $(APPS),all)' npm run test:e2e -- --reporter=verbose test/e2e/apps.test.ts

bases: frontend
	@$(with_docker) BASES='$(or $(BASES),all)' npm run test:e2e -- --reporter=verbose test/e2e/bases.test.ts

scan: frontend
	@$(with_docker) folder=$$(scripts/scanners.sh) && SCANNERS=$$folder npm run test:e2e -- --reporter=verbose test/e2e/scan.test.ts

platforms: frontend
	@$(with_docker) npm run test:platforms -- --reporter=verbose

engines: dist/made
	@scripts/try-engines.sh

reproduce: frontend
	@$(with_docker) npm run test:reproduce -- --reporter=verbose

bench: frontend
	@$(with_docker) npm run bench

frontend: dist/made
	@$(with_docker) scripts/build-frontend.sh

dist/made: $(sources) package.json node_modules/made
	@echo '· building dist/'
	@npm run --silent build
	@touch $@

# Not `npm ci`: npm 11 refuses a lock file that lacks a foreign platform's optional package, and not every registry has all.
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
