"""A short way to the invoices of an account of which nothing changes but the counts that it has ordered.

Most accounts are such for most of the time, and most invoices are added up and never explained. The same kernels are run as
on the whole way (`over_time`), but only for their amounts; nothing else is made until somebody asks, and then by the whole
way's own functions. Where anything else happens, the whole way is gone.

    functions  the amounts of a kernel as a function of the few figures that change
    fits       whether a policy, an account and its history are such
    turns      a cycle and its changes in, what is charged and given back out
    invoices   the invoices of a history
    later      the lines of an invoice, made when they are read
"""
