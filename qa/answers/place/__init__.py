"""Places and organisations by name."""
