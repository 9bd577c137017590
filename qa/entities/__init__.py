"""Who and which body an article names."""
