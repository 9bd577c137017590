"""Word, spreadsheets, slides and OpenDocument files, read from their XML."""
