"""A sample of a page in, a text that can be checked as a whole out: what a fragment leaves out is added behind it.

Pages show only what they speak of. A policy's head, a seat type with its roles, and a proration block are added where a
sample declares none; facts, a meter and an item of a few names where it reads them. A sample that begins with `WHOLE` is a
file as it stands.
"""

from __future__ import annotations

import re

WHOLE = "# The whole file."

PARTS = {
    "policy": """
policy sample "Sample" {
  language:    1
  version:     "2026.1"
  owner:       "pricing@sample.example", backup "finance@sample.example"
  effective:   from 2026-11-01
  time zone:   "UTC"
  currencies:  USD
  rounding:    half up to the cent on each line
}
""",
    "seat": """
seat member "Member" {
  held by:  admin or editor
}
""",
    "proration": """
proration {
  measure:      days over the cycle
  fewer seats:  no credit until the next cycle
}
""",
}

FACTS = {
    "billing": "billing of account:  one of monthly, annual",
    "partner": "partner of account:  optional text",
    "admin or editor": "roles of person:     any of admin, editor",
}

NAMES = {
    "exports": "\nmeter {\n  exports:  count, sum of the cycle\n}\n",
    "phone_number": '\nitem {\n  phone_number:  "Phone number"\n}\n',
}


def completed(sample: str) -> str:
    """The sample with the declarations that it does not make itself."""
    if sample.startswith(WHOLE):
        return sample
    whole = sample + "".join(text for word, text in PARTS.items() if not _declares(sample, word))
    if not _declares(sample, "facts"):
        facts = [f"  {line}\n" for name, line in FACTS.items() if name in whole]
        whole += f"\nfacts {{\n{''.join(facts)}}}\n" if facts else ""
    if not _declares(sample, "meter") and not _declares(sample, "item"):
        whole += "".join(text for name, text in NAMES.items() if re.search(rf"\b{name}\b", sample))
    return whole


def _declares(sample: str, word: str) -> bool:
    return re.search(rf"(?m)^{word}\b", sample) is not None
