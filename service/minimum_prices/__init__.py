"""Minimum prices: from surveys to floors, their publication, and how they explain themselves."""
