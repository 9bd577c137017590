"""Is it so: a claim held against sentences."""
