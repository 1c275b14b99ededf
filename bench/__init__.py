"""Figures: each a ratio against a named baseline in the same run, and what limits it."""
