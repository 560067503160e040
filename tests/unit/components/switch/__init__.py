"""What a switch asks and how it is observed."""
