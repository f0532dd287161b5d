"""Tests of the code itself: sizes, habits, guards, locks."""
