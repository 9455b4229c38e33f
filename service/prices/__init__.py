"""Prices: how they come in, the day's price, and what the API shows of them."""
