"""What a stack is told."""
