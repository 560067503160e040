#!/bin/sh
# Prints the first Python on this machine that is new enough; $PYTHON, when set, is the only one asked.
for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        command -v "$python"
        exit 0
    fi
done
{
    echo "error: no Python 3.11 or newer: asked ${PYTHON:-python3, python3.13, python3.12, python3.11}"
    echo "  next: install one, then \`make setup PYTHON=/path/to/python3\`"
} >&2
exit 1
