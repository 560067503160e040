"""A drill: a color is destroyed and rebuilt with stock commands, while the other one serves and clients are watched."""
