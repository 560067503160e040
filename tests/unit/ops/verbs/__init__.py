"""Tests of the verbs, each run as a whole command line."""
