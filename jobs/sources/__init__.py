"""Where prices and surveys come from: transport only, bytes and submissions in, nothing of the domain."""
