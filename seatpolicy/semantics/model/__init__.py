"""The checked model: what a policy means for one date and one customer, without a trace of how it was written."""
