"""Diagrams as trees of blocks: each knows how it is drawn and, apart from that, what it means.

What it means is told over the tree and never looks at an arrow, so that it can judge the engine.
"""
