"""Keeps cases, records and people in the database: the only home of SQLAlchemy."""
