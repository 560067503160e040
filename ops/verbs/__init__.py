"""What `bluegreen` does, one verb a file."""
