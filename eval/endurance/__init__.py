"""Kills, faults, hostile bytes, a long day."""
