"""Monthly indices and the links between their bases, by which floors are carried forward between surveys."""
