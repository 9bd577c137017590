"""A question becomes Hits: three signals, fused."""
