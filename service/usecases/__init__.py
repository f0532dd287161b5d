"""What people do with Laksana, one module an act."""
