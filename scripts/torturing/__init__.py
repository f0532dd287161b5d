"""Kills processes and the database under load, then checks the record; see `scripts/torture`."""
