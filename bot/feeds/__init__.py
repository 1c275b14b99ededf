"""Feeds are hostile: fetched capped, parsed in a child, cleaned at the door."""
