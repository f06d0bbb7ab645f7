"""A code in, its explanation out: read from the Markdown files in `pages/`, one file a family
(`SY.md`, `NM.md`).

A section of such a file is the page of one code:

    ## SY101 currency-symbol

    What it means, why it is refused and, if anything can be set, how: a few short paragraphs.

    ```seat avoid
    price: $99.00 per month
    ```

    ```seat prefer
    price: 99.00 USD per month
    ```

A sample of a document is fenced by `yaml avoid` and `yaml prefer`. Headings inside a sample are
part of the sample. What stands before the first section is for the
people who write pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

from seatpolicy.diagnostics.cells import visible, wrap

PACKAGE = "seatpolicy.diagnostics"
"""The package in which the folder `pages` lies."""


@attrs.frozen
class Page:
    """One code's page: prose without the samples, the samples by kind, and the section's text as
    written.
    """

    code: str
    slug: str
    prose: str
    avoid: tuple[str, ...]
    prefer: tuple[str, ...]
    text: str

    @property
    def title(self) -> str:
        """The heading: `SY101 currency-symbol`."""
        return f"{self.code} {self.slug}"


def page(code: str) -> Page | None:
    """The page of a code in the package, in capitals or not; None for whatever has no page."""
    code = code.upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{3}", code):
        return None
    # Imported here because it costs more than a check that explains nothing should pay.
    from importlib.resources import files

    shelf = files(PACKAGE).joinpath("pages", f"{code[:2]}.md")
    if not shelf.is_file():
        return None
    return read_pages(shelf.read_text(encoding="utf-8")).get(code)


def read_pages(text: str) -> dict[str, Page]:
    """Every page of a file's text, by code. Raises ValueError for two pages of one code and for an
    open sample.
    """
    pages: dict[str, Page] = {}
    for heading, body in _sections(text):
        made = _page(heading, body)
        if made.code in pages:
            raise ValueError(f"two pages for {made.code}")
        pages[made.code] = made
    return pages


def render_page(page: Page, width: int = 100, color: bool = False) -> str:
    """The page for a terminal, without a final newline: prose wrapped to the width (from 40),
    samples indented as written.
    """
    width = max(width, 40)
    lines = [f"\x1b[1m{page.title}\x1b[0m" if color else page.title]
    for paragraph in re.split(r"\n\s*\n", page.prose):
        lines.append("")
        for item in re.split(r"\n(?=[-*] )", paragraph):
            indent = "  " if item.startswith(("- ", "* ")) else ""
            # Where the file's own lines end says nothing, not even inside backticks.
            first, *rest = wrap(re.sub(r"\s*\n\s*", " ", item), width - len(indent), first=width)
            lines.extend([first, *(indent + line for line in rest)])
    samples = [("Avoid", sample) for sample in page.avoid]
    samples += [("Prefer", sample) for sample in page.prefer]
    for title, sample in samples:
        lines.extend(["", f"\x1b[1m{title}\x1b[0m" if color else title])
        lines.extend(f"    {visible(line)}".rstrip(" ") for line in sample.splitlines())
    return "\n".join(lines)


def _sections(text: str) -> Iterator[tuple[re.Match[str], list[str]]]:
    """Each heading with the lines below it, up to the next heading outside a sample."""
    heading: re.Match[str] | None = None
    body: list[str] = []
    fence = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        opened = re.match(r"`{3,}", line)
        if fence:
            fence = "" if line.rstrip() == fence else fence
        elif opened:
            fence = opened[0]
        elif found := re.fullmatch(r"## ([A-Z]{2}[0-9]{3}) ([a-z0-9-]+) *", line):
            if heading is not None:
                yield heading, body
            heading, body = found, []
            continue
        body.append(line)
    if fence:
        raise ValueError(f"a sample that {fence} opens is never closed")
    if heading is not None:
        yield heading, body


def _page(heading: re.Match[str], body: list[str]) -> Page:
    prose: list[str] = []
    samples: dict[str, list[str]] = {"avoid": [], "prefer": []}
    fence, kind, sample = "", "", list[str]()
    for line in body:
        if fence and line.rstrip() == fence:
            if kind in samples:
                samples[kind].append("".join(f"{one}\n" for one in sample))
            fence = ""
        elif fence:
            sample.append(line)
        elif opened := re.match(r"(`{3,}) *(.*)", line):
            fence, sample = opened[1], []
            words = opened[2].split()
            kind = words[1] if len(words) == 2 and words[0] in ("seat", "yaml") else ""
            if kind not in samples:
                wanted = "`seat avoid` or `seat prefer`"
                raise ValueError(f"{heading[1]}: a sample is {wanted}, not {line!r}")
        else:
            prose.append(line)
    text = "\n".join([heading[0], *body]).strip("\n") + "\n"
    paragraphs = re.sub(r"\n{3,}", "\n\n", "\n".join(prose)).strip()
    avoid, prefer = tuple(samples["avoid"]), tuple(samples["prefer"])
    return Page(heading[1], heading[2], paragraphs, avoid, prefer, text)
