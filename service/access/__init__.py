"""Access: API keys and what they may do, and requests that may be sent again."""
