"""Search: what a reader meant, and which articles answer it best."""
