"""A watch of a color that got traffic: what the load balancer measured, what clients got, and when that is too much."""
