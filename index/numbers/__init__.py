"""A quantity becomes a Decimal with its unit."""
