"""Checked models in, a digest of what they mean out: the same for two texts that mean the same, however they are laid out.

Where something is written, what it is called on invoices, and the reasons that are given to customers are no part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from seatpolicy.semantics.canonical import canonical
from seatpolicy.semantics.model.policy import Policy

_WORDS = frozenset(("title", "because"))


def meaning_digest(texts: Iterable[Policy]) -> str:
    """The SHA-256, in hexadecimal, of a policy's texts: of one, or of all that an account may have over time."""
    bare = [_bare(canonical(policy)) for policy in texts]
    plain = json.dumps(bare, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _bare(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _bare(one) for name, one in part.items() if name not in _WORDS or "is" not in part}
    return [_bare(one) for one in part] if isinstance(part, list) else part
