"""`python -m seatpolicy`: the same as the command `seatpolicy`."""

from seatpolicy.cli.main import entry

entry()
