"""The web side: health, figures, and Telegram's own posts when it is asked to push."""
