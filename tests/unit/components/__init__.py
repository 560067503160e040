"""The program's graph and its pure parts."""
