"""The instances of the local AWS."""
