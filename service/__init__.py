"""The noun folders, the pure economics and the web application."""
