"""Documents: accounts and cases in, typed by the policy's facts; invoices out, as records and as data for JSON."""
