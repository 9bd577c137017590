"""Each number of an article with its indicator, period, place and nature."""
