"""The check of a color before it gets traffic: what the gate asks of it, and how it stands a load."""
