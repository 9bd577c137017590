"""Retrieval on its own: tasks, measures, weights found by a command."""
