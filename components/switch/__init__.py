"""What a switch asks before it, how it is decided, and how it is observed. The hooks put it in its place."""
