"""PDF files: characters with their places become lines in reading order."""
