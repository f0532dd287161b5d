"""The file as drawn: its bytes become the elements, places and arrows of a graph."""
