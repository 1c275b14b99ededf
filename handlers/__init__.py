"""Handlers speak: every way in from outside."""
