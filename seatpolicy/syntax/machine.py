"""Terminals in, one tree out: the LALR(1) machine that runs on the tables of the grammar.

The machine can be kept and put back at any point, which is how a line with a mistake is dropped, and it can say which
terminals would really be accepted next. A table's own row is not enough for that: its look-aheads are merged over many
places, and only a trial of the reductions shows what fits in this one.
"""

from __future__ import annotations

from seatpolicy.syntax.tables import Tables
from seatpolicy.syntax.tree import Leaf, Node, Tree

Value = object  # Leaf, Node, _Many, or None for a token that only separates
Kept = tuple[list[int], list[Value], list[int], list[int]]


class _Many:
    """Values of a list or helper rule, spliced into the form around it; nested on the left, so never changed."""

    __slots__ = ("items",)

    def __init__(self, items: list[object]) -> None:
        self.items = items


class Place:
    """A point at which a machine stood: what it would take there, tried and not looked up."""

    __slots__ = ("_accepted", "_states", "_tables")

    def __init__(self, tables: Tables, states: list[int]) -> None:
        self._tables = tables
        self._states = states
        self._accepted: frozenset[str] | None = None

    def takes(self, terminal: str) -> bool:
        """Whether a terminal can follow."""
        actions, gotos, rules = self._tables.actions, self._tables.gotos, self._tables.rules
        action = actions[self._states[-1]].get(terminal)
        if action is None or action >= 0:
            return action is not None
        states = self._states[:]
        while True:
            rule = rules[-1 - action]
            if rule.size:
                del states[-rule.size :]
            goto = gotos[states[-1]].get(rule.origin)
            if goto is None:  # the very end
                return True
            states.append(goto)
            action = actions[goto].get(terminal)
            if action is None or action >= 0:
                return action is not None

    def accepted(self) -> frozenset[str]:
        """Every terminal that can follow."""
        if self._accepted is None:
            self._accepted = frozenset(t for t in self._tables.actions[self._states[-1]] if self.takes(t))
        return self._accepted


class Machine:
    """Four stacks that grow together: states, what was made, and the offsets where it begins and ends."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.states: list[int] = []
        self.values: list[Value] = []
        self.begins: list[int] = []
        self.ends: list[int] = []
        self.restart()

    def restart(self) -> None:
        """Begins a new declaration."""
        self.states, self.values, self.begins, self.ends = [self.tables.start], [], [], []

    def keep(self) -> Kept:
        """The machine as it stands."""
        return self.states[:], self.values[:], self.begins[:], self.ends[:]

    def put_back(self, kept: Kept) -> None:
        """Makes the machine what it was when it was kept."""
        states, values, begins, ends = kept
        self.states, self.values, self.begins, self.ends = states[:], values[:], begins[:], ends[:]

    def made(self) -> Node:
        """The declaration, after the end was fed."""
        node = self.values[-1]
        while isinstance(node, Node) and node.kind == "start":
            node = node.children[0]
        assert isinstance(node, Node)
        return node

    def takes(self, terminal: str, rival: str = "NAME") -> bool:
        """Whether a word is to be read as this terminal, where its `rival` might stand in its place."""
        row = self.tables.actions[self.states[-1]]
        action = row.get(terminal)
        if action is None:
            return False
        return action >= 0 or rival not in row or Place(self.tables, self.states).takes(terminal)

    def accepted(self) -> frozenset[str]:
        """Every terminal that can follow."""
        return self.place().accepted()

    def place(self) -> Place:
        """Where the machine stands, to be asked later what could have followed."""
        return Place(self.tables, self.states[:])

    def feed(self, terminal: str, value: Leaf | None, begin: int, end: int) -> bool:
        """Reduces as the tables say, then shifts; false where the terminal does not fit."""
        actions, gotos, rules = self.tables.actions, self.tables.gotos, self.tables.rules
        states, values, begins, ends = self.states, self.values, self.begins, self.ends
        made: Value
        while True:
            action = actions[states[-1]].get(terminal)
            if action is None:
                return False
            if action >= 0:
                states.append(action)
                values.append(value)
                begins.append(begin)
                ends.append(end)
                return True
            rule = rules[-1 - action]
            size = rule.size
            if size == 1:
                # Most reductions: one symbol becomes another. Begin and end stay, and so does a lifted value.
                made = values[-1]
                if rule.inline:
                    made = _Many([made] if rule.keep else [])
                elif not rule.keep:
                    made = Node(rule.kind, (), begins[-1], ends[-1])
                elif not rule.lift or made.__class__ is _Many:
                    children = _spliced([made])
                    lone = rule.lift and len(children) == 1
                    made = children[0] if lone else Node(rule.kind, children, begins[-1], ends[-1])
                goto = gotos[states[-2]].get(rule.origin)
                if goto is None:  # only at the very end: `start` itself has no state to go to
                    values.append(made)
                    return True
                states[-1] = goto
                values[-1] = made
                continue
            made_begin = made_end = -1
            if size:
                for candidate in begins[-size:]:
                    if candidate >= 0:
                        made_begin = candidate
                        break
                for candidate in reversed(ends[-size:]):
                    if candidate >= 0:
                        made_end = candidate
                        break
                kept = [values[i - size] for i in rule.keep]
                del states[-size:], values[-size:], begins[-size:], ends[-size:]
            else:
                kept = []
            if rule.inline:
                made = _Many(kept)
            else:
                children = _spliced(kept)
                lone = rule.lift and len(children) == 1
                made = children[0] if lone else Node(rule.kind, children, made_begin, made_end)
            goto = gotos[states[-1]].get(rule.origin)
            assert goto is not None, "`start` is one declaration, a rule of one symbol"
            states.append(goto)
            values.append(made)
            begins.append(made_begin)
            ends.append(made_end)


def _spliced(kept: list[Value]) -> tuple[Tree, ...]:
    """The values in order, lists opened up; separators, which are None, left out."""
    for value in kept:
        if value is None or value.__class__ is _Many:
            break
    else:
        return tuple(kept)  # type: ignore[arg-type]
    out: list[Tree] = []
    stack: list[Value] = list(reversed(kept))
    while stack:
        value = stack.pop()
        if isinstance(value, _Many):
            stack.extend(reversed(value.items))
        elif value is not None:
            out.append(value)  # type: ignore[arg-type]
    return tuple(out)
