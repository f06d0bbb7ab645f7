"""Reports: records in, text for people out."""
