"""A history of events in, invoice after invoice out: every day is written out, and nothing is worked out in advance.

    diary    what is known of an account, as it stands on each day
    day      that day judged: the statements that count, the cycles, the counts
    worth    what a part of a cycle is worth, day by day
    paid     seats billed in advance: what is paid for, and every change of it
    arrears  what is billed when its time is over
    credits  what goes back, out of the lines that were billed
    lines    a part as a line at list price
    series   the days on which something is due, and the invoice of each
"""
