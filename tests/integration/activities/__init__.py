"""Activities run as drawn: what each kind does, how often, and what is called."""
