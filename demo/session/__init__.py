"""A recorded terminal session of `bluegreen switch --steps`: `python -m demo.session`."""
