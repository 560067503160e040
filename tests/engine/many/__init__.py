"""A program with many resources."""
