"""The demo: a switch under load, and the proof that nothing was lost."""
