"""From nouns to what a phone shows: cards, articles in two forms, digests, lists (pure)."""
