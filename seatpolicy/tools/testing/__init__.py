"""Worked examples and case files: run, compared, reported."""
