"""Tests of `bluegreen github` as whole command lines, on a GitHub on this machine."""
