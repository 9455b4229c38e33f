"""Cost surveys: how they come in, and what the API shows of them."""
