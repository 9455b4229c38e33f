"""Files as they arrive from people: what a column means, how numbers and dates are written."""
