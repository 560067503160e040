"""Pages of the documentation as a test sees them: what they link to, and the terminal sessions that they show."""
