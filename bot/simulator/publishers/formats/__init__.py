"""One module a feed format, each with the oddities its real publishers have."""
