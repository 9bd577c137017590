"""One writing for all writings: folding, segmentation, sentences, tokens."""
