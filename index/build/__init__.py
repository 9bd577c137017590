"""A folder of articles becomes the next generation of an index."""
