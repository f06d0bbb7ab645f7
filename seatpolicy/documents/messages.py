"""What a document's author is told: every finding about accounts and case files, by the mistake that it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from seatpolicy.diagnostics.suggest import closest
from seatpolicy.documents.nodes import Scalar
from seatpolicy.source.text import Span

E = Severity.ERROR
DO411 = code("DO411", "wrong-shape", E, "a value has another shape than its key asks for")
DO412 = code("DO412", "unknown-key", E, "a document has no such key")
DO413 = code("DO413", "missing-key", E, "a document needs a key that is not there")
DO414 = code("DO414", "schema-version", E, "a document has a schema version that this program reads")
DO421 = code("DO421", "unknown-plan", E, "the policy declares no such plan")
DO422 = code("DO422", "unknown-addon", E, "the policy declares no such add-on")
DO423 = code("DO423", "unknown-charge", E, "a count is given for something that the account does not hold")
DO424 = code("DO424", "unknown-fact", E, "the policy declares no such fact of an account")
DO425 = code("DO425", "unknown-meter", E, "the policy declares no such meter")
DO426 = code("DO426", "unknown-event", E, "an account's history has no such event")
DO427 = code("DO427", "unknown-person", E, "nobody is called so in an account's history")
DO431 = code("DO431", "wrong-value", E, "a value is not of its fact's type")
DO432 = code("DO432", "not-one-of", E, "a value is not one of those that its fact can have")
DO433 = code("DO433", "missing-fact", E, "a fact that is not optional is missing")
DO434 = code("DO434", "said-twice", E, "a document says the same thing in two places")
DO435 = code("DO435", "currency-not-sold", E, "the policy does not sell in this currency")
DO436 = code("DO436", "wrong-count", E, "a count is a whole number from 0 to 1,000,000,000")
DO437 = code("DO437", "dates-out-of-order", E, "two dates of an account contradict each other")
DO440 = code("DO440", "no-such-line", E, "a bill has no such line")
DO441 = code("DO441", "wrong-option", E, "an option of a command cannot be read")
DO446 = code("DO446", "not-ordered", E, "a change of an order is asked of a charge that counts people")


def wrong_shape(at: Span, what: str, wanted: str, sample: str = "") -> Diagnostic:
    """`wanted` is "a list", "a mapping" or "one value"."""
    hint = f"write it like `{sample}`" if sample else ""
    return DO411.at(at, f"`{what}` is written as {wanted}, and this is none", hint=hint, subject=what)


def unknown_key(key: Scalar, of: str, known: Sequence[str], place: str = "") -> Diagnostic:
    """A key that `of` (an account, a case, …) does not have; `place` is a line that shows where it belongs instead."""
    if place:
        return DO412.at(
            key.at, f"{of} has no key `{key.text}` of its own", hint=f"write it as `{place}`", subject=key.text
        )
    near = closest(key.text, known)
    fix = Fix(f"`{near[0]}`", (Edit(key.at, near[0]),)) if near else None
    note = f"it has {', '.join(known)}"
    return DO412.at(key.at, f"{of} has no key `{key.text}`", note=note, fix=fix, subject=key.text)


def missing_key(at: Span, of: str, key: str, sample: str) -> Diagnostic:
    """A key that `of` needs; `sample` is a line that would do."""
    return DO413.at(at, f"{of} has no `{key}`", hint=f"add a line such as `{sample}`", subject=key)


def unknown_name(kind: str, given: Scalar, known: Iterable[str]) -> Diagnostic:
    """A plan, add-on, charge, fact or meter that the policy does not declare; `kind` is one of those words."""
    made = {"plan": DO421, "add-on": DO422, "charge": DO423, "fact": DO424, "meter": DO425}[kind]
    names = list(known)
    near = closest(given.text, names)
    fix = Fix(f"`{near[0]}`", (Edit(given.at, near[0]),)) if near else None
    declared = f"it declares {_listed(names)}" if names else f"it declares no {kind}"
    message = f"the policy has no {kind} `{given.text}`"
    return made.at(given.at, message, note=declared, fix=fix, subject=given.text)


def fact_of_another(given: Scalar, owner: str, declared: Span | None) -> Diagnostic:
    """A fact of a person or a quote in the facts of an account."""
    related = (Related(declared, "declared here"),) if declared is not None else ()
    return DO424.at(
        given.at,
        f"`{given.text}` is a fact of {'the run' if owner == 'run' else f'a {owner}'}, not of an account",
        related=related,
        hint="remove it here",
        subject=given.text,
    )


def unknown_charge(given: Scalar, why: str, held: Sequence[str]) -> Diagnostic:
    """A count for a charge that cannot have one; `why` says what it is instead."""
    if given.text.isdecimal():
        return DO423.at(given.at, f"no count can be given for `{given.text}`", note="a comma ends an entry",
                        hint="write thousands without a comma, as in `1200`", subject=given.text)  # fmt: skip
    near = closest(given.text, held)
    fix = Fix(f"`{near[0]}`", (Edit(given.at, near[0]),)) if near else None
    hint = "" if near else f"counts are given for {_listed(held)}" if held else "no charge of its plans takes a count"
    return DO423.at(given.at, f"no count can be given for `{given.text}`", note=why, hint=hint, fix=fix, subject=given.text)


def wrong_value(at: Span, fact: str, wanted: str, sample: str, declared: Span | None = None) -> Diagnostic:
    """A value that cannot be read as its fact's type; `sample` is one that can."""
    shown = at.text.strip() or "nothing"
    return DO431.at(
        at,
        f"`{fact}` is {wanted}, and this is not: {shown if len(shown) < 40 else shown[:39] + '…'}",
        hint=f"write it like `{sample}`",
        related=(Related(declared, "declared here"),) if declared is not None else (),
        subject=fact,
    )


def not_one_of(given: Scalar, fact: str, values: Sequence[str], declared: Span | None) -> Diagnostic:
    """A value outside a closed set."""
    near = closest(given.text, values)
    fix = Fix(f"`{near[0]}`", (Edit(given.at, near[0]),)) if near else None
    return DO432.at(
        given.at,
        f"`{fact}` cannot be `{given.text}`",
        note=f"it is one of {_listed(values)}",
        related=(Related(declared, "declared here"),) if declared is not None else (),
        fix=fix,
        subject=fact,
    )


def missing_fact(at: Span, fact: str, wanted: str, sample: str, declared: Span | None) -> Diagnostic:
    """A fact that the policy declares without `optional`, and the document does not give."""
    return DO433.at(
        at,
        f"the fact `{fact}` is missing",
        note=f"it is {wanted}",
        related=(Related(declared, "declared here, and not optional"),) if declared is not None else (),
        hint=f"add it to `facts:`, as in `{fact}: {sample}`",
        subject=fact,
    )


def said_twice(at: Span, what: str, earlier: Span) -> Diagnostic:
    """A plan, an add-on or a fact that is given a second time."""
    return DO434.at(
        at,
        f"`{what}` is given twice",
        related=(Related(earlier, "it is given here already"),),
        hint="remove one of them",
        subject=what,
    )


def currency_not_sold(given: Scalar, sold: Sequence[str], where: Span | None) -> Diagnostic:
    """A currency outside those that the policy sells in; `where` it says so."""
    right = given.text.upper()
    fix = Fix(f"`{right}`", (Edit(given.at, right),)) if right in sold else None
    return DO435.at(
        given.at,
        f"the policy is not sold in {given.text or 'no currency'}",
        note=f"it is sold in {_listed(sold)}",
        related=(Related(where, "declared here"),) if where is not None else (),
        fix=fix,
        subject=given.text,
    )


def wrong_count(at: Span, what: str, most: int = 10**9, declared: Span | None = None) -> Diagnostic:
    """A count that is no whole number."""
    related = (Related(declared, "declared here"),) if declared is not None else ()
    message = f"the count of `{what}` is no whole number from 0 to {most:,}"
    return DO436.at(at, message, hint="write it like `49`", related=related, subject=what)


def out_of_order(at: Span, message: str, other: Span, note: str) -> Diagnostic:
    """Two dates of which the first must not be later."""
    return DO437.at(at, message, related=(Related(other, note),), hint="correct one of the two dates")


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:8])
    return f"{shown}, …" if len(names) > 8 else shown


def unknown_line(name: str, known: Iterable[str], shown: Sequence[str]) -> Diagnostic:
    """A line that is asked about, and that the account's bill does not have; `shown` are those that it has."""
    near = closest(name, known, 1)
    hint = f"did you mean `{near[0]}`?" if near else "name one of them"
    return DO440.at(None, f"the bill has no line `{name}`", note=f"it has {_listed(shown)}", hint=hint, subject=name)


def unknown_event(name: str, known: Sequence[str]) -> Diagnostic:
    """An event that is asked about, and that the account's document does not have."""
    near = closest(name, known, 1)
    hint = f"did you mean `{near[0]}`?" if near else "name one of them" if known else "write what happened as `events:`"
    note = f"it has {_listed(known)}" if known else "it has no events"
    return DO426.at(None, f"the account has no event `{name}`", note=note, hint=hint, subject=name)


def unknown_person(name: str, known: Sequence[str]) -> Diagnostic:
    """Somebody who is asked about, and who holds no seat and stands nowhere in the days that are shown."""
    near = closest(name, known[:1000], 1)
    hint = f"did you mean `{near[0]}`?" if near else "name one of them" if known else "ask for other days"
    note = f"they name {_listed(known)}" if known else "they name nobody"
    return DO427.at(None, f"nobody is called `{name}` on these days", note=note, hint=hint, subject=name)


def wrong_option(message: str, hint: str) -> Diagnostic:
    """An option of a command that cannot be read, or that another one excludes."""
    return DO441.at(None, message, hint=hint)


def not_ordered(at: Span, charge: str, quantity: Span) -> Diagnostic:
    """A change of the order of a charge that counts who is there; `quantity` says so."""
    return DO446.at(
        at,
        f"`{charge}` counts people, and no seats that are ordered",
        why="a change of the order would move nothing",
        hint="write who comes or goes into `events:` (`person_added`, `deactivated`), and compare the bills",
        related=(Related(quantity, "what it counts is said here"),),
        subject=charge,
    )
