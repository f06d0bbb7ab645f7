"""A ledger and judged days in, what falls due of every charge out.

    judged   a day as its kernel judged it: statements, cycles, counts
    worths   what a stretch of days is worth of its cycle
    marks    the next day on which something may be billed
    parts    a part of a cycle that is charged, and units that are given back
    lives    from when to when each charge is billed
    advance  what is paid for in advance, and every change of it
    credits  what comes back out of a line that was billed
"""
