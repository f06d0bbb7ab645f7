"""What a kernel came to in, an invoice out: the lines that are there with their steps, totals, signals and what is
missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from seatpolicy.compiler.program import PossibleLine, Program
from seatpolicy.compiler.program import Totals as TotalNotes
from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents import refusals
from seatpolicy.documents.invoice import Line, LineQuantity, Missing, Period, SignalMade, Totals
from seatpolicy.documents.refusals import refusal
from seatpolicy.pricing.line_steps import written_later
from seatpolicy.pricing.words import Figures
from seatpolicy.semantics.model.parties import Signal

_ZERO = Fraction(0)


def lines(program: Program, figures: Figures, periods: Mapping[str, Period]) -> tuple[Line, ...]:
    """The lines that are there, in their order; `periods` are those of charges and blocks, by name."""
    return tuple(line(one, figures, periods) for one in program.lines if figures.holds(one.present))


def line(one: PossibleLine, figures: Figures, periods: Mapping[str, Period]) -> Line:
    """One that is there."""
    count = 1 if one.of is None else int(figures[one.of])
    several = count > 1
    return Line(
        id=f"{one.name}#{one.number:0{len(str(count))}}" if several else one.name,
        kind=one.kind,
        charge=one.charge,
        owner=one.owner,
        title=f"{one.title}, {one.row}" if several and one.row else one.title,
        counts=one.counts,
        quantity=LineQuantity(
            figures[one.billed],
            figures[one.included],
            tuple((name, figures[count]) for flag, name, count in one.facts if figures.holds(flag)),
        ),
        period=periods[one.window],
        factor=figures[one.factor],
        unit=next((unit for flag, unit in one.units if figures.holds(flag)), ""),
        list_amount=figures[one.list_amount],
        amount=figures[one.amount],
        steps=written_later(one.steps, figures),
        at=one.at,
        exact=figures[one.exact],
    )


def totals(notes: TotalNotes, figures: Figures) -> Totals:
    """The sums of an invoice."""
    return Totals(
        list=figures[notes.list],
        discounts=figures[notes.discounts],
        over_maximum=figures[notes.over_maximum],
        top_ups=figures[notes.top_ups],
        credits=_ZERO,
        rounding=figures[notes.rounding],
        net=figures[notes.net],
        account_credit_used=_ZERO,
        due=figures[notes.net],
    )


def limits(program: Program, figures: Figures, refused: Sequence[str]) -> tuple[SignalMade, ...]:
    """Limits that were gone over; none where the calendar refuses a scope, since nothing is listed then."""
    made = () if refused else program.limits
    return tuple(_signal(one.signal, figures.text(one.because)) for one in made if figures.holds(one.present))


def _signal(signal: Signal, because: str) -> SignalMade:
    return SignalMade(signal.name, signal.title, signal.tell, because, signal.at)


def missing(program: Program, figures: Figures) -> tuple[Missing, ...]:
    """What the policy asks for before an invoice, and does not have."""
    return tuple(Missing(one.what, one.stage, one.at) for one in program.missing if figures.holds(one.present))


def asked_for(wanted: Iterable[Missing]) -> list[Diagnostic]:
    """A finding for everything that is missing."""
    return [
        refusal(
            refusals.EN202,
            one.at,
            f"the policy requires {one.what} {one.asked_by}",
            note="it does not hold" if one.what.startswith("that ") else "it is not known",
            hint="give it, and the invoice is ready",
            subject=one.what,
        ).found
        for one in wanted
    ]


def by_quote(found: Iterable[Diagnostic]) -> tuple[Missing, ...]:
    """Prices that only a quote can give, as something that is missing."""
    return tuple(
        Missing(f"a quote for {one.subject}", "by quote", one.span) for one in found if one.code == refusals.EN201.code
    )


def assumptions(program: Program, figures: Figures, settled: bool) -> list[str]:
    """What the bill takes for granted, each once."""
    told = (*program.assumptions, *(program.late_assumptions if settled else ()))
    return list(dict.fromkeys(figures.text(one.words) for one in told if figures.holds(one.present)))
