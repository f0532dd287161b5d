"""What work costs over HTTP, measured beside the least that it could cost; see `scripts/bench`."""
