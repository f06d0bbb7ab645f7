"""A checked policy in, the kernels by which an account with a history is billed, out.

    day      one page of the account: the statements that count, the cycles, the counts
    prices   what two counts of a charge cost for a whole period of the rate
    part     the line of one part of a cycle at list price
    due      the lines of one cycle that are due on one invoice, from list prices on
    sums     all lines of an invoice, where a policy rounds charges or the total
"""
