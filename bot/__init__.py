"""Bot thinks: rules and machinery."""

VERSION = "0.1.0"
