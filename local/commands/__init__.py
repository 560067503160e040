"""What `python -m local` does, one verb a file."""
