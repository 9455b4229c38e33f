"""Personal data: keyed hashes instead of names, redaction, and the rights of those a row speaks of (law 27/2022)."""
