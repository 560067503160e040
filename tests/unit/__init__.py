"""Seconds, no engine."""
