"""A time expression becomes a Period."""
