"""Pricing: an account in, what a kernel reads out; what a kernel came to in, an invoice out."""
