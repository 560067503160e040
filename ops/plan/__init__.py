"""What `bluegreen plan` foretells: from the engine's events, and what AWS has now, to one report."""
