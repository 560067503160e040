"""Tests of the watch of a color that got traffic."""
