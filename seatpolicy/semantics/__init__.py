"""A tree in, the checked model with its findings out."""
