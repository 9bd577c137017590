"""The question set: format, runner, judge, metrics, report."""
