"""The tests: sentences about what Laksana does."""
