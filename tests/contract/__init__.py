"""The stand-in providers held against the code of the real AWS provider.

`python -m tests.contract` records what the engine does with whatever providers it finds; the recordings made with the
real provider's code are committed, and the tests compare the stand-in with them.
"""
