"""Areas: provinces and districts with both codes, and what the API says of one district."""
