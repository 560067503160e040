"""What a color is kept from."""
