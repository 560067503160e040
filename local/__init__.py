"""AWS on this machine: for the demo, the tests and drills on a laptop."""
