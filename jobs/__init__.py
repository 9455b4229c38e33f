"""The edge: the command line, the scheduler and everything that runs without a request."""
