"""A sample of a page in, a text that can be checked as a whole out: what a fragment leaves out is added behind it.

Pages show only what they speak of. A policy's head, a seat type with its roles, and a proration block are added where a
sample declares none. A sample that begins with `WHOLE` is a file as it stands.
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
    "facts": """
facts {
  billing of account:  one of monthly, annual
  partner of account:  optional text
  roles of person:     any of admin, editor
}
""",
    "seat": """
seat member "Member" {
  held by:  admin or editor
}
""",
    "meter": """
meter {
  exports:  count, sum of the cycle
}
""",
    "item": """
item {
  phone_number:  "Phone number"
}
""",
    "proration": """
proration {
  measure:      days over the cycle
  fewer seats:  no credit until the next cycle
}
""",
}


def completed(sample: str) -> str:
    """The sample with the declarations that it does not make itself."""
    if sample.startswith(WHOLE):
        return sample
    lacking = [text for word, text in PARTS.items() if not re.search(rf"(?m)^{word}\b", sample)]
    return sample + "".join(lacking)
