"""Who and where in a text: places, people, offices, organisations."""
