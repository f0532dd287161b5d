"""What older versions left, and the scripts that had them leave it."""
