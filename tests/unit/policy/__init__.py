"""Tests of the policy pack's rules."""
