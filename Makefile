# SPDX-License-Identifier: Apache-2.0

# What a person types here: make demo, make check, make test, make build, make install. Nothing asks a question.

.PHONY: build check demo install uninstall test test-models test-slurm requirements

# Libraries of the system that the build links; Swift itself must be there.
REQUIRED_PACKAGES := libyaml-dev libsqlite3-dev
# A demonstration that takes longer than this has gone wrong.
DEMO_SECONDS_MAX := 600
# How many random hosts two models must agree on; `make test-models RANDOM_HOSTS=200000` takes longer.
RANDOM_HOSTS := 40000
# Seeds among whose hosts each change of one model alone must be seen.
MUTATION_HOSTS := 4000
# Tests that run hosts by the thousand, or the command and its workers as processes of their own.
SLOW_TESTS := DescriptionTests RuleHitsTests NaiveComparisonTests StepSizeTests CompletionBoundTests MutationTests MetricCoverageTests FrozenTrialsTests RandomHostTests SetasideCommandTests SweepRunnerTests

build: requirements
	swift build -c release --product setaside
	@echo "The command is $$(swift build -c release --show-bin-path)/setaside"

# Where `make install` puts the command, its completions and its manual pages; packagers also give DESTDIR.
PREFIX := /usr/local
BINARIES = $(DESTDIR)$(PREFIX)/bin
PAGES = $(DESTDIR)$(PREFIX)/share/man/man1
BASH_COMPLETIONS = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
ZSH_COMPLETIONS = $(DESTDIR)$(PREFIX)/share/zsh/site-functions
FISH_COMPLETIONS = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
# The date on manual pages, which reproducible builds give.
PAGES_DATE = $(shell date -u -d "@$${SOURCE_DATE_EPOCH:-$$(date +%s)}" +%Y-%m-%d)

# Completions and pages are made by the argument parser's own tools, from the command itself.
install: build
	@swift build -c release --product generate-manual
	@set -e; made=$$(swift build -c release --show-bin-path); \
	staged=$$(mktemp -d); trap 'rm -rf "$$staged"' EXIT; \
	for shell in bash zsh fish; do \
	  "$$made/setaside" --generate-completion-script $$shell > "$$staged/$$shell"; \
	done; \
	mkdir "$$staged/pages"; \
	"$$made/generate-manual" "$$made/setaside" --multi-page --date $(PAGES_DATE) \
	  --output-directory "$$staged/pages"; \
	rm -f "$$staged/pages/setaside.worker.1" "$$staged/pages/setaside.help.1"; \
	install -d "$(BINARIES)" "$(PAGES)" "$(BASH_COMPLETIONS)" "$(ZSH_COMPLETIONS)" "$(FISH_COMPLETIONS)"; \
	install -m 755 "$$made/setaside" "$(BINARIES)/setaside"; \
	install -m 644 "$$staged"/pages/setaside*.1 "$(PAGES)"; \
	install -m 644 "$$staged/bash" "$(BASH_COMPLETIONS)/setaside"; \
	install -m 644 "$$staged/zsh" "$(ZSH_COMPLETIONS)/_setaside"; \
	install -m 644 "$$staged/fish" "$(FISH_COMPLETIONS)/setaside.fish"
	@echo "Installed $(BINARIES)/setaside, with manual pages and completions for bash, zsh and fish"

uninstall:
	rm -f "$(BINARIES)/setaside" "$(PAGES)"/setaside.1 "$(PAGES)"/setaside.*.1 \
	  "$(BASH_COMPLETIONS)/setaside" "$(ZSH_COMPLETIONS)/_setaside" "$(FISH_COMPLETIONS)/setaside.fish"

demo: build
	@echo; echo "setaside sweep experiments/demo.yaml"; echo
	@mkdir -p results
	@timeout $(DEMO_SECONDS_MAX) \
	  "$$(swift build -c release --show-bin-path)/setaside" sweep experiments/demo.yaml

# What takes minutes, not an hour: while a change is being made. What it leaves out, `make test` runs.
check: requirements
	@echo "== format"
	swift format lint --strict -r Sources Tests policies Plugins
	@echo "== build, in which a warning is an error"
	swift build --build-tests
	@echo "== tests, but for $(SLOW_TESTS)"
	swift test --skip-build --parallel $(addprefix --skip ,$(SLOW_TESTS))

test: requirements
	@echo "== format"
	swift format lint --strict -r Sources Tests policies Plugins
	@echo "== build, in which a warning is an error"
	swift build --build-tests
	@echo "== tests, the tidy ones among them"
	swift test --skip-build --parallel
	@$(MAKE) --no-print-directory test-models test-slurm

# The engine against itself and against the naive interpreter, in a release build.
test-models:
	@echo "== two models on $(RANDOM_HOSTS) random hosts"
	swift run -c release compare-models 1 $(RANDOM_HOSTS)
	@echo "== every value of a trial, changed for one model alone"
	swift run -c release compare-models --mutate $(MUTATION_HOSTS)

# A real Slurm on the loopback interface, which is installed if it is missing.
test-slurm:
	@echo "== a sweep on a Slurm cluster of this machine alone"
	Tests/Cluster/slurm-test

requirements:
	@command -v swift >/dev/null || { \
	  echo "Swift 6.2 or later is needed: https://www.swift.org/install"; exit 1; }
	@missing=; for package in $(REQUIRED_PACKAGES); do \
	  dpkg-query -W -f='$${Status}' "$$package" 2>/dev/null | grep -q 'ok installed' \
	    || missing="$$missing $$package"; \
	done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then \
	  echo "Needed, and not found by dpkg: $$missing. If this system has them, build with 'swift build'."; \
	  exit 0; \
	fi; \
	as_root=; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
	echo "Installing what is missing with apt-get:$$missing"; \
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 update -q \
	  </dev/null || echo "apt-get update failed; trying with the lists there are"; \
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -q -y \
	  --no-install-recommends $$missing </dev/null || { \
	  echo "Could not install$$missing; as root: apt-get install$$missing"; exit 1; }
