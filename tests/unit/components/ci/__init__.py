"""What CI may do in AWS."""
