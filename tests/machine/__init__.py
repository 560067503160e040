"""A state machine over everything that people, AWS and killed runs do to a set of stacks, and the laws that hold."""
