"""Pure formulas of rubber economics: numbers or pandas columns in and out; no database, web or clock."""
