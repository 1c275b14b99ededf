"""The far ends, pretended: a strict Telegram, the publishers, a phone in the browser."""
