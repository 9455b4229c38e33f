"""Cost of production per kilogram: by concept, item group, tenure and behaviour, for every survey."""
