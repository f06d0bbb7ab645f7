"""Hooks: what plugins and the program itself offer, found, checked and kept by kind and name."""
