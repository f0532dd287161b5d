"""Laksana: an office's SOP flowcharts, running."""
