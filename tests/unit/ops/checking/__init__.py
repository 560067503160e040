"""Tests of the check of a color."""
