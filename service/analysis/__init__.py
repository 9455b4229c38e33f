"""Analysis: what floors would be if something changed, and what their other readings would change for alerts."""
