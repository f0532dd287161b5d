"""Ways to what lies outside: password hashing, the national calendar."""
