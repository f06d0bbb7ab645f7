"""Who may make exceptions: the ladder, limits as tables, rules, exemptions; and how a new text is released."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seatpolicy.semantics.assumptions.money import about_releases
from seatpolicy.semantics.model.exceptions import (
    Approvals,
    AuthorityLimit,
    Exemption,
    LimitRow,
    Need,
    Release,
    Rule,
    Verdict,
)
from seatpolicy.tools.describe.document import Block, Paragraph, Points, Section, Table, strong
from seatpolicy.tools.describe.told import Told, section
from seatpolicy.tools.describe.words import because, length, listed, number, sentence, sentences, so_many, words_of


def who_may_make_exceptions(told: Told) -> Section:
    """The whole exception policy; empty where there is none."""
    approvals = told.policy.approvals
    if approvals is None:
        return Section("Who may make exceptions", ())
    blocks: list[Block] = [Points(tuple(sentence(point) for point in _standing(approvals)))]
    for limit in approvals.limits:
        blocks.append(section(limit.title, _limit(told, limit)))
    if approvals.rules:
        rules = Points(tuple(f"{strong(rule.title)}: {sentences(rule_words(told, rule))}" for rule in approvals.rules))
        blocks.append(section("Rules beside the limits", [rules]))
    if approvals.exemptions:
        exempt = Points(tuple(_exemption(told, one) for one in approvals.exemptions))
        blocks.append(section("What needs no approval after all", [exempt]))
    return section("Who may make exceptions", blocks)


def _standing(approvals: Approvals) -> Iterator[str]:
    if approvals.ladder:
        ladder = ", then ".join(map(words_of, approvals.ladder))
        covers = "; a higher one may do what a lower one may" if len(approvals.ladder) > 1 else ""
        yield f"{strong('authority')}, from lower to higher: {ladder}{covers}"
    if approvals.beside:
        many = len(approvals.beside) > 1
        is_, covers, them = ("are", "they cover", "them") if many else ("is", "it covers", "it")
        yield f"beside that ladder {is_} {names(approvals.beside)}; {covers} nobody, and nobody covers {them}"
    for one in approvals.authorities:
        yield f"{words_of(one.name)} is the manager {so_many(one.levels, 'level')} above the requester"
    if approvals.evidence:
        yield f"every exception carries {names(approvals.evidence)}"
    if approvals.valid is not None:
        yield f"an approval counts for {length(approvals.valid)}"
    if approvals.answer is not None:
        then = f"; then {words_of(approvals.answer_then)} is reminded" if approvals.answer_then else ""
        yield f"an answer is due within {length(approvals.answer)}{then}"
    if approvals.delegation is not None:
        yield f"an authority may be handed on for at most {length(approvals.delegation)}"
    yield f"the requester never approves{', nor does the ' + names(approvals.never_by, 'or') if approvals.never_by else ''}"
    if approvals.quoted_price is not None:
        yield f"a quote keeps the prices of its day for {length(approvals.quoted_price)}"
    if approvals.one_deal is not None:
        yield f"quotes to one account within {length(approvals.one_deal)} are judged together"


def _limit(told: Told, limit: AuthorityLimit) -> list[Block]:
    measure = told.phrases.figure(limit.measure)
    of = f" for {told.names.charges_of(limit.charges)}" if limit.charges else ""
    by = f", by {told.phrases.figure(limit.by)}" if limit.by is not None else ""
    when = f" It counts only if {told.phrases.clause(limit.when)}." if limit.when is not None else ""
    opening = f"Who must approve depends on {measure}{of}{by}.{when}"
    head = (
        sentence(measure)[:-1],
        *(["Who approves"] if limit.by is None else [_column(told, limit, name) for name in limit.columns]),
    )
    rows = [(_bound(told, limit, place), *map(verdict, row.verdicts)) for place, row in enumerate(limit.rows)]
    return [Paragraph(opening), Table("", head, tuple(rows))]


def _column(told: Told, limit: AuthorityLimit, name: str) -> str:
    return told.names.of(name) if limit.by is not None and name in told.policy.plans else words_of(name)


def _bound(told: Told, limit: AuthorityLimit, place: int) -> str:
    """`up to 10%`; `above 35%`, though the row says only "above"."""
    row: LimitRow = limit.rows[place]
    if row.bound is not None:
        return f"{row.kind} {told.phrases.figure(row.bound)}"
    before = next((one.bound for one in reversed(limit.rows[:place]) if one.bound is not None), None)
    return f"{row.kind} {told.phrases.figure(before)}" if before is not None else row.kind


def verdict(one: Verdict) -> str:
    """`approved`, `rejected`, or who is asked."""
    if one.kind == "approved":
        return "allowed"
    if one.kind == "rejected":
        return "never"
    return ", then ".join(need(one) for one in one.needs) or words_of(one.kind)


def need(one: Need) -> str:
    """Who is asked: `manager`, `vp sales and cfo`, `any of …`, `2 of …`, `deal desk and nobody else`."""
    if one.kind == "any":
        return f"any of {names(one.names, 'or')}"
    if one.kind == "number":
        return f"{number(one.count)} of {names(one.names)}"
    if one.kind == "exactly":
        return f"{names(one.names)} and nobody else"
    return names(one.names)


def asked(one: Verdict) -> str:
    """A verdict as a clause."""
    if one.kind == "needs":
        return f"needs {verdict(one)}"
    return {"approved": "allowed", "rejected": "rejected"}.get(one.kind, words_of(one.kind))


def names(found: Sequence[str], last: str = "and") -> str:
    """Authorities and kinds of evidence in words."""
    return listed(map(words_of, found), last)


def rule_words(told: Told, rule: Rule) -> Iterator[str]:
    """What a rule says, sentence by sentence."""
    when = f"if {told.phrases.clause(rule.when)}: " if rule.when is not None else ""
    yield f"{when}{asked(rule.then) if rule.then is not None else 'allowed within what follows'}"
    if rule.only_if is not None:
        yield f"only if, in return, {told.phrases.clause(rule.only_if)}; else rejected"
    if rule.quota is not None:
        quota = rule.quota
        times = "once" if quota.count == 1 else f"{number(quota.count)} times"
        yield f"at most {times} for each {quota.per} in a {quota.period}; after that {asked(quota.then)}"
    if rule.evidence:
        yield f"to be shown: {names(rule.evidence)}"
    yield because(rule.because)


def _exemption(told: Told, one: Exemption) -> str:
    when = f" if {told.phrases.clause(one.when)}" if one.when is not None else ""
    parts = [f"the limit “{told.names.of(one.limit)}” asks for nobody{when}"]
    if one.evidence:
        parts.append(f"to be shown: {names(one.evidence)}")
    return f"{strong(one.title)}: {sentences(parts)}"


def release_of_a_text(told: Told) -> Section:
    """What a new text of the policy needs before it is in force."""
    release = told.policy.release
    blocks: list[Block] = []
    if release is not None:
        blocks.append(Points(tuple(sentence(point) for point in _release(told, release))))
        if release.rules:
            blocks.append(Points(tuple(f"{strong(r.title)}: {sentences(rule_words(told, r))}" for r in release.rules)))
        blocks += told.defaults(about_releases(told.policy))
    return section("How this policy may be changed", blocks)


def _release(told: Told, release: Release) -> Iterator[str]:
    if release.needs:
        yield f"a new text is signed by {listed(need(one) for one in release.needs)}"
    if release.passes:
        yield f"it must pass {names(release.passes)}"
    if release.notice is not None:
        when = f" if {told.phrases.clause(release.notice_when)}" if release.notice_when is not None else ""
        yield f"it is announced {length(release.notice)} before its first day{when}"
    if release.review is not None:
        yield f"after {length(release.review)} without a review it is reported as not reviewed"
