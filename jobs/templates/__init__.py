"""Excel templates: workbooks to fill in, whose columns and words are those that imports read."""
