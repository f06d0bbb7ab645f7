"""A policy and an account with a history in, its invoices out: kernels are run for days, parts and invoices.

    judging   the days of an account
    listing   a part as its lines at list price
    settling  the lines of one cycle that are due on one invoice
    series    what falls due, and the invoice of each day on which something does
    invoices  what was known on the day of each invoice, and what later ones put right
"""
