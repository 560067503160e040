"""Tests of `bluegreen drill` and its parts."""
