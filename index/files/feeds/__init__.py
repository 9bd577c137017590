"""Files that hold several articles, or wrap one: feeds, records, mails, books, digests."""
