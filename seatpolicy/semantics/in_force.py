"""Declarations and a date and a customer in, the declarations in force for them out.

A policy that changes is one text with dated lines, rows and heads. Resolving it for one date and one customer drops what
is not in force and what a newer line replaces; what remains is a plain policy, and nothing behind this module knows that
anything ever changed. Every check runs on every text that somebody can have: `reach.texts` lists them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from seatpolicy.semantics.facts import RECORDS
from seatpolicy.syntax.stand_in import UNREADABLE
from seatpolicy.syntax.tree import Leaf, Node, Tree
from seatpolicy.values.dates import parse_date
from seatpolicy.values.money import parse_decimal
from seatpolicy.values.record import record

EARLIEST = date(1900, 1, 1)
DATED = frozenset({"since", "until"})
_ROWS = {"tier": 2, "limit_row": 1, "table_row": -1}
_ENTRIES = frozenset({"fact", "meter_entry", "item_entry", "authority_line"})
_ONE_LABEL = {"taken_seat_line": "freed_seat_line"}


@record
class Customer:
    """Whom a text is resolved for: customer since, the first day of the cycle that is billed, the last renewal.

    `cycle_start` None: the date asked for begins a cycle. `renewed_on` None: not renewed since the start.
    """

    since: date
    cycle_start: date | None = None
    renewed_on: date | None = None


@record
class Change:
    """A dated change: its first day, whom it reaches when (`others`: at once, at next cycle, at renewal, keep theirs),
    whether new customers have it from the first day, and the day from which everyone has it."""

    name: str
    first: date
    others: str
    new_at_once: bool
    everyone_by: date | None
    node: Node

    def reached(self, day: date, customer: Customer) -> bool:
        """Whether it is in force for a customer on a day."""
        if day < self.first:
            return False
        if self.everyone_by is not None and day >= self.everyone_by:
            return True
        if self.new_at_once and customer.since >= self.first:
            return True
        if self.others == "at once":
            return True
        if self.others == "at next cycle":
            return (customer.cycle_start or day) >= self.first
        if self.others == "at renewal":
            return (customer.renewed_on or customer.since) >= self.first
        return False


def changes(declarations: Iterable[Node]) -> tuple[Change, ...]:
    """The changes, by first day. One without a first day, or without a reach, is reported elsewhere and counts here as
    one for everyone, from the first day of all: so the lines that it dates are still told apart."""
    found = []
    for node in declarations:
        if node.kind != "change":
            continue
        first = node.one("from_line")
        day = parse_date(first.leaf("DATE").text) if first else None
        found.append(_reaching(node, node.leaf().text, day or EARLIEST))
    return tuple(sorted(found, key=lambda c: (c.first, c.name)))


def head_reach(policy: Node) -> Change | None:
    """How a whole policy reaches customers of an earlier one, as a change of its first day would; None without one."""
    first = policy.one("effective_line")
    day = parse_date(first.leaf("DATE").text) if first else None
    return None if day is None else _reaching(policy, policy.leaf().text, day)


def _reaching(node: Node, name: str, first: date) -> Change:
    """What comes on a day, as a `reaches:` line of its block says; for everyone at once where there is none."""
    reaches = node.one("reaches_line")
    if reaches is None:
        return Change(name, first, "at once", False, None, node)
    reach = reaches.all()[0]
    by = reach.leaves("DATE")
    return Change(
        name=name,
        first=first,
        others=reach.all()[0].kind.replace("_", " "),
        new_at_once=reach.kind == "reach_new_customers",
        everyone_by=parse_date(by[0].text) if by else None,
        node=node,
    )


def reached(known: Sequence[Change], day: date, customer: Customer) -> tuple[str, ...]:
    """The names of the changes in force, oldest first."""
    return tuple(c.name for c in known if c.reached(day, customer))


def select(declarations: Sequence[Node], known: Sequence[Change], names: Sequence[str]) -> list[Node]:
    """The declarations in force where the changes `names` (oldest first) are: lines, rows and heads that are not in
    force left out, replaced ones too; conditions of newer lines come first."""
    if not known and not any(part.kind in DATED for node in declarations for part in node.walk()):
        return list(declarations)
    rank = _Ranks({change.name: 0 for change in known})
    rank.update({name: i + 1 for i, name in enumerate(names)})
    return _resolve(declarations, rank)


class _Ranks(dict[str, int]):
    """Every change by name: 0 where it is not in force, else its place in time.

    A name that nothing declares is reported elsewhere. Here it dates its line by the change that was meant, so that the old
    line and the new one are not taken for two of one day: the change whose name could not be read, or the nearest name.
    """

    def __missing__(self, name: str) -> int | None:
        from seatpolicy.diagnostics.suggest import closest  # late: only a text with a mistake needs it

        meant = [UNREADABLE] if UNREADABLE in self else closest(name, list(self), 1)
        return self[meant[0]] if meant else None

    def since(self, name: str) -> int:
        """The rank of a line from a change; where nobody knows which is meant, the line is the newest."""
        if name in RECORDS and name not in self:  # that is where a fact is taken from, and dates nothing
            return 0
        rank = self[name]
        return rank if rank is not None else len(self) + 1

    def begun(self, name: str) -> bool:
        """Whether a line from a change is in force."""
        return (name in RECORDS and name not in self) or self.since(name) > 0

    def ended(self, name: str) -> bool:
        """Whether a line until a change has ended; where nobody knows which is meant, it has not."""
        return bool(self[name])


def _resolve(nodes: Sequence[Node], rank: _Ranks) -> list[Node]:
    present = [n for n in nodes if _in_force(n, rank)]
    place = {id(n): i for i, n in enumerate(present)}
    groups: dict[object, list[Node]] = {}
    for node in present:
        groups.setdefault(_key(node), []).append(node)
    kept: set[int] = set()
    order: dict[int, int] = {}
    for key, group in groups.items():
        newest_first = sorted(group, key=lambda n: -_rank(n, rank))
        if key is None or _rank(newest_first[0], rank) == 0:
            chosen = group
        elif isinstance(key, tuple):
            best = _rank(newest_first[0], rank)
            chosen = [n for n in newest_first if _rank(n, rank) == best]
        else:
            chosen = _statements(newest_first, rank)
        slots = [place[id(n)] for n in group]
        for slot, node in zip(slots, chosen, strict=False):
            order[id(node)] = slot
            kept.add(id(node))
    result = sorted((n for n in present if id(n) in kept), key=lambda n: order[id(n)])
    return [_inside(n, rank) for n in result]


def _statements(newest_first: Sequence[Node], rank: _Ranks) -> list[Node]:
    """Newest first, up to the first that always fits; the newest `otherwise` stays the last resort, and replaces an older
    line without a condition. What stands twice at one time stays twice: it is reported."""
    chosen: list[Node] = []
    last_resort: list[Node] = []
    for level in sorted({_rank(n, rank) for n in newest_first}, reverse=True):
        same = [n for n in newest_first if _rank(n, rank) == level]
        plain = [n for n in same if _always_fits(n)]
        if plain and not last_resort:
            return [*chosen, *same]
        otherwise = [n for n in same if n.one("otherwise") is not None]
        chosen += [n for n in same if n not in plain and n not in otherwise]
        last_resort = last_resort or otherwise
        if plain:
            break
    return [*chosen, *last_resort]


def _always_fits(node: Node) -> bool:
    if node.one("when", "otherwise") is not None:
        return False
    return not any(n.kind == "within_purchase" for n in node.walk())


def _inside(node: Node, rank: _Ranks) -> Node:
    if not any(n.kind in DATED for c in node.children if isinstance(c, Node) for n in c.walk()):
        return node
    parts = [c for c in node.children if isinstance(c, Node)]
    if not any(c.kind.endswith("_line") or c.kind in _CONTAINERS for c in parts):
        return node
    children: list[Tree] = [c for c in node.children if isinstance(c, Leaf)]
    children.extend(_resolve(parts, rank))
    return Node(node.kind, tuple(children), node.start, node.end)


_CONTAINERS = frozenset(
    {"charge", "proration", "tier", "table_row", "limit_row", "limit", "rule", "exempt", "fact", "meter_entry", "item_entry",
     "example_row"}
)  # fmt: skip


def _in_force(node: Node, rank: _Ranks) -> bool:
    for child in node.children:
        if isinstance(child, Node):
            if child.kind == "since" and not rank.begun(child.leaf().text):
                return False
            if child.kind == "until" and rank.ended(child.leaf().text):
                return False
    return True


def _rank(node: Node, rank: _Ranks) -> int:
    return max((rank.since(c.leaf().text) for c in node.children if isinstance(c, Node) and c.kind == "since"), default=0)


def _key(node: Node) -> object:
    """What two nodes must share for the newer to replace the older: None for nodes that never replace each other, a
    tuple where only the newest stays, a text where conditions decide among several."""
    kind = node.kind
    if kind in _ROWS:
        count = _ROWS[kind]
        parts = [c for c in node.children if c.kind not in DATED]
        return (kind, tuple(_same(p) for p in (parts[:count] if count > 0 else parts[:-1])))
    if kind in _ENTRIES:
        return (kind, node.leaf().text)
    if kind in ("given_line", "expect_line", "example_row", "example_head", "require_known", "require_true", "use", *DATED):
        return None
    if kind == "rounding_line":
        return (kind, node.children[-1].kind)
    if kind.endswith("_line"):
        return _ONE_LABEL.get(kind, kind)
    names = node.leaves("NAME", "STRING")
    return (kind, names[0].text if names else "")


def _same(tree: Tree) -> object:
    """What two bounds share that say the same: `1,000` and `1000`, `10%` and `10.0%`."""
    if isinstance(tree, Node):
        return (tree.kind, *map(_same, tree.children))
    number = parse_decimal(tree.text.removesuffix("%")) if tree.kind in ("NUMBER", "PERCENT") else None
    return (tree.kind, tree.text if number is None else number)
