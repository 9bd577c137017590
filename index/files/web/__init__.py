"""Pages: what a reader of them would see, and what they say of themselves."""
