"""Bot thinks: rules and machinery."""
