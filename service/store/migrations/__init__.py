"""The numbered steps that bring a database to the present schema."""

LONGEST_WAIT = "1s"
"""How long one waits for a lock on PostgreSQL: everybody else waits behind it meanwhile."""
