"""Resource hooks: what the program does at the moment of a write.

Their names stand in the state, where later updates and destroys look for them: once released, a name is frozen.
"""
