"""Source texts in, the checked policy and every finding out: parse, resolve changes, read, check.

`check` looks at every text that some customer can have on some day: each set of changes that can be in force together is
read and checked by itself, and a finding that several texts share is reported once. `resolve` gives the one text for a
date and a customer, as a model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.diagnostics.outcome import Diagnostics, Outcome
from seatpolicy.semantics import in_force, reach
from seatpolicy.semantics.checks.catalogue import all_checks
from seatpolicy.semantics.checks.poison import Check, poison_of
from seatpolicy.semantics.checks.renewals import check_reach
from seatpolicy.semantics.checks.use import check_dated, check_use
from seatpolicy.semantics.in_force import EARLIEST, Change, Customer
from seatpolicy.semantics.libraries import gather
from seatpolicy.semantics.model.functions import Function
from seatpolicy.semantics.model.policy import Policy
from seatpolicy.semantics.read.policy import read_policy
from seatpolicy.semantics.reading import NM205
from seatpolicy.semantics.said_once import said_once
from seatpolicy.source.collector import collector_off
from seatpolicy.source.text import SourceText
from seatpolicy.syntax.tables import Tables
from seatpolicy.syntax.tree import Node, SourceFile
from seatpolicy.values.record import evolved, record


@record
class Text:
    """One text in force: the changes in it, its declarations by file (for printing), and its model."""

    changes: tuple[str, ...]
    files: tuple[tuple[SourceFile, tuple[Node, ...]], ...]
    policy: Policy | None


@record
class Rules:
    """What checks a text: `always` as soon as there is a model, `clean` only where no error was found before."""

    always: tuple[Check, ...]
    clean: tuple[Check, ...] = ()


@record
class Checked:
    """A policy that was checked: its files, its changes, and the texts that customers can have, the first one first."""

    files: tuple[SourceFile, ...]
    changes: tuple[Change, ...]
    texts: tuple[Text, ...]

    @property
    def effective(self) -> date:
        """The policy's first day; the first day of the calendar where it has none."""
        policy = self.texts[0].policy
        return policy.effective or EARLIEST if policy is not None else EARLIEST

    def text_for(self, day: date, customer: Customer | None = None) -> Text:
        """The text in force for a customer (a new one, without) on a day."""
        names = in_force.reached(self.changes, day, customer or Customer(day))
        for text in self.texts:
            if text.changes == names:
                return text
        raise KeyError(f"no text for {names}")


def check(
    sources: Mapping[str, SourceText],
    main: str,
    tables: Tables,
    functions: Mapping[str, Function] | None = None,
    rules: Rules | None = None,
) -> Outcome[Checked]:
    """Everything about the policy whose file is `main`; `sources` hold it and every library by the path that `use` names.

    `functions` are those that figures may call beside the language's own; `rules` take the place of the language's checks
    (which they hold, where plugins add to them). Never raises for any text.
    """
    with collector_off():
        return _check(sources, main, tables, functions or {}, rules or Rules(all_checks()))


def _check(
    sources: Mapping[str, SourceText], main: str, tables: Tables, functions: Mapping[str, Function], rules: Rules
) -> Outcome[Checked]:
    files, found = gather(sources, main, tables)
    collected = Diagnostics(found)
    nodes = [node for file in files for node in file.declarations]
    changes = in_force.changes(nodes)
    texts: list[Text] = []
    by_text: list[list[Diagnostic]] = []
    for names in reach.texts(changes):
        text, findings = _read(files, changes, names, functions, rules)
        texts.append(text)
        by_text.append(findings)
    collected.extend(said_once(_with_their_days(changes, texts, by_text)))
    broken = any(found.severity is Severity.ERROR for findings in by_text for found in findings)
    if not broken and not any(file.lost or file.poisoned for file in files):
        read = [text.policy for text in texts if text.policy is not None]
        collected.extend(check_use(read, files[0].source))
        idle = check_dated(files, changes)
        collected.extend(idle)
        idle_names = {one.subject for one in idle}
        collected.extend(check_reach(read, files, [change for change in changes if change.name not in idle_names]))
    checked = Checked(tuple(files), changes, tuple(texts))
    return collected.outcome(checked)


def _with_their_days(
    changes: Sequence[Change], texts: Sequence[Text], by_text: Sequence[Sequence[Diagnostic]]
) -> list[Diagnostic]:
    """The findings of every text, each once; one that some texts do not have says which text it is about."""
    first: dict[object, Diagnostic] = {}
    places: dict[object, dict[int, None]] = {}
    for number, findings in enumerate(by_text):
        for found in findings:
            same = (found.code, found.span, found.path, found.message)
            first.setdefault(same, found)
            places.setdefault(same, {})[number] = None
    made = []
    for key, found in first.items():
        here = places[key]
        if len(here) < len(texts) and found.code != NM205.code:  # a name that nothing declares stands there on every day
            having = [text.changes for number, text in enumerate(texts) if number in here]
            lacking = [text.changes for number, text in enumerate(texts) if number not in here]
            words = f"so it stands {reach.only_where(changes, having, lacking)}"
            found = evolved(found, why=f"{found.why}; {words}" if found.why else words)
        made.append(found)
    return made


def _read(
    files: Sequence[SourceFile],
    changes: Sequence[Change],
    names: tuple[str, ...],
    functions: Mapping[str, Function],
    rules: Rules,
) -> tuple[Text, list[Diagnostic]]:
    selected = [(file, tuple(in_force.select(file.declarations, changes, names))) for file in files]
    policy, findings = read_policy(selected, changes, functions)
    if policy is not None:
        poison = poison_of(selected, findings)
        for run in rules.always:
            findings += run(policy, poison)
        if rules.clean and not poison.any and not any(found.severity is Severity.ERROR for found in findings):
            for run in rules.clean:
                findings += run(policy, poison)
    return Text(names, tuple(selected), policy), findings
