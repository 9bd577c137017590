"""A RawDocument becomes an Article, an Article its passages."""
