"""The recorded session's parts."""
