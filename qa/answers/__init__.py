"""One module or folder for each sort of answer."""
