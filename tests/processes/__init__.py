"""One file a diagram: every path, on the real engine."""
