"""Articles with questions, and the examples made of them."""
