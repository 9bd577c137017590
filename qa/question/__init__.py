"""What is asked: a question becomes a Question."""
