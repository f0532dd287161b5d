"""The settings of an office: its people, roles, hours and holidays, its claims and cases."""
