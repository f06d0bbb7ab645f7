"""Pages: sections, samples and prose of a family's file, and how a page looks on a terminal."""

from __future__ import annotations

import importlib
import sys
import zipfile
from pathlib import Path

import pytest

from seatpolicy.diagnostics import pages
from seatpolicy.diagnostics.pages import page, read_pages, render_page

FAMILY = """# Syntax

For those who write pages.

## SY101 currency-symbol

A currency symbol stands for many currencies: over
twenty of them write `$`.

- Write the ISO code behind the amount.
- The code is written in capitals, and it is written behind the amount in every place of a policy.

```seat avoid
price: $99.00 per month
```

Amounts keep their meaning when a policy is sold in a second country.

```seat prefer
## SY999 not-a-heading
price: 99.00 USD per month

  minimum: 3
```

## SY110 unknown-label

Every label has its name.

````seat avoid
seats: ```3```
```
````

```seat avoid
seat: 3
```
"""


def test_the_parts_of_a_page() -> None:
    read = read_pages(FAMILY)
    assert list(read) == ["SY101", "SY110"]
    symbol = read["SY101"]
    assert (symbol.code, symbol.slug) == ("SY101", "currency-symbol")
    assert symbol.title == "SY101 currency-symbol"
    assert symbol.avoid == ("price: $99.00 per month\n",)
    assert symbol.prefer == (
        "## SY999 not-a-heading\nprice: 99.00 USD per month\n\n  minimum: 3\n",
    )
    paragraphs = symbol.prose.split("\n\n")
    assert len(paragraphs) == 3
    assert paragraphs[0].startswith("A currency symbol")
    assert "sample" not in symbol.prose
    assert paragraphs[2] == "Amounts keep their meaning when a policy is sold in a second country."
    assert symbol.text.startswith("## SY101 currency-symbol\n\nA currency")
    assert symbol.text.endswith("  minimum: 3\n```\n")
    assert read["SY110"].avoid == ("seats: ```3```\n```\n", "seat: 3\n")
    assert read["SY110"].prefer == ()


def test_line_ends_do_not_matter() -> None:
    assert read_pages(FAMILY.replace("\n", "\r\n")) == read_pages(FAMILY)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("## SY101 a\n\n## SY101 b\n", "two pages for SY101"),
        ("## SY101 a\n```seat avoid\nprice: 1\n", "never closed"),
        ("## SY101 a\n```seat bad\n```\n", "`seat avoid` or `seat prefer`"),
        ("## SY101 a\n```\n```\n", "`seat avoid` or `seat prefer`"),
        ("## SY101 a\n```text avoid\n```\n", "`seat avoid` or `seat prefer`"),
    ],
)
def test_pages_that_are_refused(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        read_pages(text)


def test_no_sections() -> None:
    assert read_pages("") == read_pages("# Syntax\n\n## Not a code\n") == {}


def test_on_a_terminal() -> None:
    shown = render_page(read_pages(FAMILY)["SY101"], 60)
    assert shown.split("\n") == [
        "SY101 currency-symbol",
        "",
        "A currency symbol stands for many currencies: over twenty of",
        "them write `$`.",
        "",
        "- Write the ISO code behind the amount.",
        "- The code is written in capitals, and it is written behind",
        "  the amount in every place of a policy.",
        "",
        "Amounts keep their meaning when a policy is sold in a second",
        "country.",
        "",
        "Avoid",
        "    price: $99.00 per month",
        "",
        "Prefer",
        "    ## SY999 not-a-heading",
        "    price: 99.00 USD per month",
        "",
        "      minimum: 3",
    ]


def test_in_colour() -> None:
    symbol = read_pages(FAMILY)["SY101"]
    coloured = render_page(symbol, 60, color=True)
    assert coloured.startswith("\x1b[1mSY101 currency-symbol\x1b[0m\n")
    assert coloured.replace("\x1b[1m", "").replace("\x1b[0m", "") == render_page(symbol, 60)


@pytest.mark.parametrize("asked", ["", "SY", "SY1", "../SY", "ZZ000", "SY10100", "SY101\n", "\0"])
def test_no_page(asked: str) -> None:
    assert page(asked) is None


def test_pages_are_found_in_a_folder_and_in_a_zip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package laid out like ours, once unpacked and once zipped; the reader is told its name."""
    files = {
        "shelved/__init__.py": "",
        "shelved/diagnostics/__init__.py": "",
        "shelved/diagnostics/pages/SY.md": FAMILY,
    }
    folder, archive = tmp_path / "folder", tmp_path / "shelved.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
            packed.writestr(name, text)
    monkeypatch.setattr(pages, "PACKAGE", "shelved.diagnostics")
    for place in (folder, archive):
        with monkeypatch.context() as only:
            only.syspath_prepend(str(place))
            importlib.invalidate_caches()
            found = page("sy110")
            assert found is not None
            assert found.title == "SY110 unknown-label"
            assert page("SY111") is None
            assert page("NM201") is None
            for name in [name for name in sys.modules if name.startswith("shelved")]:
                del sys.modules[name]


def test_a_line_end_inside_backticks_is_a_blank() -> None:
    (found,) = read_pages("## DO431 wrong-value\n\nA length has its unit, as in `30\ndays`, and so\n  on.\n").values()
    assert render_page(found, 80) == "DO431 wrong-value\n\nA length has its unit, as in `30 days`, and so on."


def test_no_page_shows_an_escape() -> None:
    shelf = Path(pages.__file__).parent / "pages"
    shown = [render_page(one, 60) for file in shelf.glob("*.md") for one in read_pages(file.read_text("utf-8")).values()]
    assert len(shown) > 100
    assert [text for text in shown if "\\u000a" in text] == []
