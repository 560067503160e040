"""Tests of the GitHub that other tests speak to."""
