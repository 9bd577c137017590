"""Questions that stand beside small sets of made-up articles: read, asked, judged, counted by kind."""
