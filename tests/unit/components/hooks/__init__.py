"""What happens at the moment of a write."""
