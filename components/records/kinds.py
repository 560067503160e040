"""What a record of the switch log calls the move of traffic that it tells of."""

SWITCH, ROLLBACK = "switch", "rollback"
"""All traffic to the color declared; a rollback where that is the way back, also of a switch that was not finished."""

CANARY, CANARY_END = "canary", "end of a canary"
"""Both colors carry traffic afterwards; the share of a canary goes back to the active color."""
