"""The stores that are searched: keywords, soft tokens, vectors."""
