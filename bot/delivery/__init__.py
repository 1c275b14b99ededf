"""Claim, send, record: messages leave once, at the pace that Telegram allows."""
