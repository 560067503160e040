"""Tests of what a person does around `pulumi up`."""
