"""What a color that carries traffic, or that may have to, is kept from."""
