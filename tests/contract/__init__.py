"""The same tests over each fake and the real adapter that it stands for."""
