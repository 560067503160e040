"""The fault matrix: what goes wrong while traffic is switched, and how each time it is put right.

`python -m tests.faults` plays every row on a local AWS of its own, under load, and prints the table.
"""
