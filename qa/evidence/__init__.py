"""What each sentence holds of the question."""
