"""An ISO 4217 code in, whether it is a currency and how many digits its minor unit has out.

The list is that of the `iso4217` package, which ships the table of the standard's own maintenance
agency; `pycountry` has no minor digits, and `babel` (with `moneyed` on top of it) has those of
CLDR, where some currencies are rounded more coarsely than ISO says. Importing any of them costs
more than importing all the rest of this room (measured: about 30 ms, 15 for Babel), so the package
is imported only when it is asked something that the short list below does not answer: a rarer
currency, or a code that does not exist. A test holds the short list against the package.

Codes without a minor unit (gold, special drawing rights, the code for tests) are no currencies
here: nobody can be billed in them.
"""

from __future__ import annotations

import re
from functools import cache

EVERYDAY = {
    "AED": 2, "AUD": 2, "BRL": 2, "CAD": 2, "CHF": 2, "CNY": 2, "CZK": 2, "DKK": 2, "EUR": 2, "GBP":
    2, "HKD": 2, "HUF": 2, "ILS": 2, "INR": 2, "JPY": 0, "KRW": 0, "KWD": 3, "MXN": 2, "NOK": 2,
    "NZD": 2, "PLN": 2, "RON": 2, "SEK": 2, "SGD": 2, "TRY": 2, "USD": 2, "ZAR": 2,
}  # fmt: skip
"""What most policies sell in, with minor digits: a short cut, not a second truth."""


def is_currency(code: str) -> bool:
    """Whether it is the code, in capitals, of a currency of today that has a minor unit."""
    if code in EVERYDAY:
        return True
    return re.fullmatch(r"[A-Z]{3}", code) is not None and code in _standard()


def minor_digits(code: str) -> int:
    """The decimals of its minor unit: 2 for CHF, 0 for JPY, 3 for KWD. Raises ValueError if it is
    no currency.
    """
    if code in EVERYDAY:
        return EVERYDAY[code]
    if not is_currency(code):
        raise ValueError(f"{code!r} is no currency")
    return _standard()[code]


def known_currencies() -> tuple[str, ...]:
    """Every code that `is_currency` accepts, sorted."""
    return tuple(sorted(_standard()))


@cache
def _standard() -> dict[str, int]:
    from iso4217 import raw_table

    digits: dict[str, int] = {}
    for code, row in raw_table.items():
        minor = str(row["CcyMnrUnts"])
        if code and minor.isdigit():
            digits[str(code)] = int(minor)
    return digits
