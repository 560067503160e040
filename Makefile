# Everything that a person runs here. `make` alone lists it.
SHELL := /bin/sh
PYTHON_IN_VENV := .venv/bin/python
# The engine and the virtual environment go first; the Python language host takes its Python from PATH.
export PATH := $(CURDIR)/.engine/bin:$(CURDIR)/.venv/bin:$(PATH)
export PULUMI_SKIP_UPDATE_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup local down demo session test unit local-tests engine drill nightly lint format policy policies sabotage bench lock provider calls real-aws clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z -]+:.*## / { printf "  make %-28s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup:  ## Python packages and the Pulumi engine, once
	@python=$$(sh tools/find_python.sh) && "$$python" -m tools.make_venv
	@$(PYTHON_IN_VENV) -m tools.get_engine

local: setup  ## start the local AWS in the background, write .local/env
	@$(PYTHON_IN_VENV) -m local up

down:  ## tear down the local stacks, stop the local AWS and remove its state
	@bash tools/down.sh .local
	@bash tools/down.sh .local-demo

demo: setup  ## three stacks, a switch and back under load, and the proof; STICKINESS=20 for clients with cookies
	@$(PYTHON_IN_VENV) -m demo $(if $(STICKINESS),--stickiness $(STICKINESS))

session: setup  ## record a session of `bluegreen switch --steps` and draw its figures in docs/; about 3 minutes
	@$(PYTHON_IN_VENV) -m demo.session

test: setup  ## unit, local, engine and drill tests
	@$(PYTHON_IN_VENV) -m tools.run_tests -- $(ARGS)

unit engine drill: setup  ## one tier; ARGS="-k name" goes to pytest
	@$(PYTHON_IN_VENV) -m tools.run_tests $@ -- $(ARGS)

local-tests: setup  ## the tier of the local AWS's parts
	@$(PYTHON_IN_VENV) -m tools.run_tests local -- $(ARGS)

# The policy pack is tried through the engine in this tier.
test engine: policy

nightly: setup  ## what takes too long for every change: all faults, 20 races, 200 random histories
	@$(PYTHON_IN_VENV) -m tools.run_tests nightly -- $(ARGS)

lint: setup  ## ruff with all rules, formatting, types, the workflows
	@$(PYTHON_IN_VENV) -m tools.get_actionlint
	@actionlint -shellcheck= -pyflakes=
	@ruff check
	@ruff format --check
	@pyright

format: setup  ## format the code and fix what ruff can fix
	@ruff format
	@ruff check --fix

policy: setup  ## the policy pack's own packages, in policy/.venv
	@$(PYTHON_IN_VENV) -m tools.make_venv policy

policies: export PATH := $(CURDIR)/tools/policy_python:$(PATH)
policies: policy  ## previews of the three stacks, held to the policy pack; STACK_PREFIX=prod- for another set
	@for role in router blue green; do \
		pulumi preview --non-interactive --policy-pack policy --stack "$(STACK_PREFIX)$$role" $(ARGS) || exit; \
	done

sabotage: setup  ## break a copy on purpose, patch by patch: a test must go red
	@$(PYTHON_IN_VENV) -m tests.sabotage

bench: setup  ## calls and time per switch, throughput, memory
	@$(PYTHON_IN_VENV) -m bench

lock: setup  ## compile the requirements files from pyproject.toml; ARGS=--upgrade renews them
	@sh tools/lock.sh $(ARGS)

provider: setup  ## the official AWS plugin against the local AWS; about 10 minutes, PLUGINS=HOME for plugins elsewhere
	@bash tools/provider.sh

calls: setup  ## record anew which AWS operations each role of CI makes; PLUGINS=HOME also by the official plugin
	@$(PYTHON_IN_VENV) -m tools.record_calls docs/iam/calls/stand-ins.json
	@$(if $(PLUGINS),$(PYTHON_IN_VENV) -m tools.record_calls docs/iam/calls/provider.json --plugins $(PLUGINS))

real-aws: setup  ## the shows on a real AWS account: costs money
	@bash tools/real_aws.sh

clean:  ## caches and reports; the engine and .venv stay
	@if [ -d .local ] || [ -d .local-demo ]; then $(MAKE) --no-print-directory down; fi
	@rm -rf .pytest_cache .ruff_cache .hypothesis build
	@find . -name __pycache__ -not -path './.venv/*' -not -path './.engine/*' -prune -exec rm -rf {} +
