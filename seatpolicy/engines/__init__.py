"""Engines: a checked policy and an account in, an invoice out."""
