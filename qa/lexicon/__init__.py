"""The two languages side by side: glossary, words, synonyms, cues."""
