"""Measurements of Bokar against a limit, each beside its peer in the same run: `python -m benchmarks [NAME]`."""
