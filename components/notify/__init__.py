"""Who is told of each switch, rollback and refusal, whoever ran it."""
