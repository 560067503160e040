#!/usr/bin/env bash
# Tear down what stands on a local AWS, stop it, and remove its state: `bash tools/down.sh FOLDER`, such as .local.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

project="$PWD"
folder="$1"
[ -f "$folder/env" ] || exit 0
(
    # shellcheck disable=SC1091  written by `python -m local up`
    . "$folder/env" >/dev/null
    if [ -d "$folder/stacks" ]; then cd "$folder/stacks"; fi
    bash "$project/tools/teardown.sh"
) || echo "The teardown did not end well; the local AWS goes with all that is left."
.venv/bin/python -m local down --dir "$folder"
