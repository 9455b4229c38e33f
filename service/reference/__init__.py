"""Data that ships with the project: dated parameters, districts and the published sample."""
