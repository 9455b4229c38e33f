"""Districts: where a district's prices, floor and alerts meet. Above the nouns, so that a bot or a page can ask it."""
