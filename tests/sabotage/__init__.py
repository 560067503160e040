"""Patches that each break one promise, and the test that must notice."""
