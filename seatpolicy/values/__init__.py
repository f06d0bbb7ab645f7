"""Exact values: money, rounding, periods and dates."""
