"""One finding as data: its code, place, words, related places and fix; no text is laid out here."""

from __future__ import annotations

import enum

from seatpolicy.source.text import Span
from seatpolicy.values.record import record


class Severity(enum.Enum):
    """How bad a finding is; the value is the word that reports print."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@record
class Related:
    """A second place that the finding is about, and what stands there."""

    span: Span
    note: str


@record
class Edit:
    """Replace the text of the span (which may be empty) by `text`."""

    span: Span
    text: str


@record
class Fix:
    """What would repair the finding: a title for people, edits for editors (none where only a
    person can write them).

    `safe` promises that the edits cannot move a price on any input; only such fixes are ever
    applied unasked.
    """

    title: str
    edits: tuple[Edit, ...] = ()
    safe: bool = False


@record
class Diagnostic:
    """A finding. `note` stands behind the carets, `why` and `hint` after it; empty words are left
    out.

    `span` is None for a finding about a whole file or run; then `path` may name the file. `subject`
    names what the finding is about (a rule, a declaration) in words that survive a change of
    layout. `keys` is the way to the place inside a document: `people[3].status`.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None
    note: str = ""
    related: tuple[Related, ...] = ()
    why: str = ""
    hint: str = ""
    fix: Fix | None = None
    subject: str = ""
    path: str = ""
    slug: str = ""
    keys: str = ""

    @property
    def file(self) -> str:
        """The path of the file that it is about, empty if it is about none."""
        return self.path if self.span is None else self.span.source.path

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that stay the same when lines move or messages are reworded.

        They come from the code and the subject; without a subject from the code and the text at the
        place, and without a place from the code and the message.
        """
        import hashlib  # late: a run without findings needs no digest

        about = self.subject or (self.span.text if self.span is not None else "") or self.message
        named = f"{self.code}\0{about}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(named).hexdigest()[:16]

    @property
    def sort_key(self) -> tuple[str, int, str, int, str]:
        """Path, start and code; end and message only so that the order never depends on luck."""
        if self.span is None:
            return self.path, -1, self.code, -1, self.message
        return self.span.source.path, self.span.start, self.code, self.span.end, self.message
