"""Keeps the files that people hand in."""
