"""Texts as they were read: lines, columns and spans."""
