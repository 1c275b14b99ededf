"""The Bot API at our edge: the request class, the inbox, and calls newer than the library."""
