"""Bytes become a RawDocument: scanning a folder, decoding, loading each format."""
