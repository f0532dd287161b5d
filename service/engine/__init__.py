"""Runs drawn diagrams: the only home of SpiffWorkflow."""
