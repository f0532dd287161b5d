"""Fakes of the ports, in plain Python: what unit tests run the use cases on."""
