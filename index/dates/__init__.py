"""When an article was published, and the words that prove it."""
