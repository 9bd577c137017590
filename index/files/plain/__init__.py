"""Plain text and Markdown, with the front matter at their head."""
