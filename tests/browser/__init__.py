"""Journeys through the pages in Chromium."""
