"""Checks of the whole model: each module looks for one kind of mistake; `catalogue` lists them."""
