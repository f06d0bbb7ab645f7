"""Readers of forms: a form of the tree in, a part of the model out."""
