"""Tests of what a plan foretells."""
