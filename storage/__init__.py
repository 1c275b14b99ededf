"""Storage remembers: the only floor with SQL."""
