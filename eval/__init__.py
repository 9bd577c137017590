"""Measuring the product: question set, metrics, report, speed, endurance. Calls the read side and nothing deeper."""
