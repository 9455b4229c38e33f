"""Imports: what arrived, what became of it, and the rows that wait to be mended."""
