"""Tests of several parts together, and of the programs around them."""
