"""Events of every kind, drawn in tiny diagrams and run."""
