"""The forms that messages propose are the usual ones: laying them out changes nothing."""

from __future__ import annotations

import pytest

from seatpolicy.source.text import SourceText
from seatpolicy.syntax.forms import FORMS
from seatpolicy.syntax.parser import parse
from seatpolicy.syntax.shapes import HEADS
from tests.unit.tools.formatter.policy_texts import laid_out, language

BLOCKS = (
    'policy acme "Acme" {', 'change spring "Spring" {', 'seat member "Member" {', "counting {", 'plan team "Team" {',
    'addon audit "Audit" for team {', "proration {", 'discount early "Early" {', "combine {", "tax {",
    'signal full "Full" {', "approvals {", "release {", 'guarantee "it holds" {', 'example "a case" {',
)  # fmt: skip
NESTED = (
    'plan team "Team" {\n  charge fee "Fee" {', 'approvals {\n  rule terms "Terms" {',
    'approvals {\n  exempt signed "Signed" {',
)  # fmt: skip
WAYS = [(label.split()[-1] if label in ("change from:", "exempt from:") else label, way)
        for label, forms in FORMS.items() for way in forms.ways]  # fmt: skip


def _parses(text: str) -> bool:
    return not parse(SourceText("form.seat", text), language()).diagnostics


@pytest.mark.parametrize(("label", "way"), WAYS)
def test_a_form_stays_as_it_is(label: str, way: str) -> None:
    holders = []
    for block in (*BLOCKS, *NESTED):
        depth = block.count("{")
        text = f"{block}\n{'  ' * depth}{label}  {way}\n" + "".join("  " * i + "}\n" for i in reversed(range(depth)))
        if _parses(text):
            holders.append(block)
            assert laid_out(text) == text
    assert holders, f"no block holds `{label} {way}`"


@pytest.mark.parametrize("head", [head for heads in HEADS.values() for head in heads])
def test_a_head_stays_as_it_is(head: str) -> None:
    closed = f"{head}\n}}\n" if head.endswith("{") else f"{head}\n"
    inside = "".join("  " + line for line in closed.splitlines(keepends=True))
    texts = [closed, *(f"{block}\n{inside}}}\n" for block in BLOCKS)]
    accepted = [text for text in texts if _parses(text)]
    assert accepted
    for text in accepted:
        assert laid_out(text) == text
