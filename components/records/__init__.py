"""What a set of stacks writes down about itself, in SSM parameters and the switch log."""
