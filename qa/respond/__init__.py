"""The whole way from a question to an Answer, with the conversation."""
