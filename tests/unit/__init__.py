"""Tests of the core with fakes alone."""
