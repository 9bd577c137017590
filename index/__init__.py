"""The write side: a folder of articles becomes an index. Nothing here knows of questions."""
