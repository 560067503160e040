"""`python -m ops` is `bluegreen`."""

import sys

from ops.app import run

if __name__ == "__main__":
    sys.exit(run())
