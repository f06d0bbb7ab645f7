"""Quotes: what a quote asks for its lines, and what the policy says to it."""
