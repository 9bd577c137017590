"""The decision: what it learns from, how it is grown, and how well it keeps its promise on other articles."""
