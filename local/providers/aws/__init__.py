"""The resource types of the `aws` provider, one file each."""
