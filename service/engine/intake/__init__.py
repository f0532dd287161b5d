"""Takes a diagram as drawn and makes it one that runs, rule by rule, or says why it cannot."""
