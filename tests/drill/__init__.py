"""Whole scenarios under load."""
