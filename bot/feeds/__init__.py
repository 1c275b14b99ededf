"""Feeds are hostile: fetched capped, parsed in a child that can be killed, cleaned at the door."""
