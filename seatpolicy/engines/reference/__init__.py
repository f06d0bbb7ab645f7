"""The reference engine: bills alone, from the checked model, so plainly that a pricing manager can follow it."""
