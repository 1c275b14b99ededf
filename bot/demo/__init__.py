"""The demo: the real bot against a pretend Telegram and pretend publishers."""
