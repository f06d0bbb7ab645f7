"""Tools on policies: the formatter, examples and cases."""
