"""Alerts: the rules (pure), the evaluation around them, and what the API shows of them."""
