"""The resource types of the `random` provider, one file each."""
