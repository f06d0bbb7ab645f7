"""A number in, a policy and an account with a history out, as texts: seats and people that come and go, facts, add-ons,
other plans, pauses, moved anchors, use, the end; some recorded late, some corrected."""

from __future__ import annotations

from datetime import date, timedelta

from tests.differential.random_history_policies import DrawnPolicy


class Drawn(DrawnPolicy):
    """One policy and account, billed up to the day `until`."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.until = self._until()
        self.account = self._account()

    def _until(self) -> date:
        begins = date(2026, 1, 1) + timedelta(days=self.random.randrange(60))
        self.start = self.random.choice((begins, begins, date(2026, 1, 31), date(2026, 1, 15), date(2026, 2, 1)))
        days = {"week": 45, "30 days": 130, "month": 160, "quarter": 300, "half year": 420, "year": 500}[self.cycle]
        return self.start + timedelta(days=days)

    def _account(self) -> str:
        random = self.random
        team = [name for name in self.charges if name.startswith("team")]
        lines = ["plans: [team]", f"subscription: {{start: {self.start}}}"]
        lines.append(f"facts: {{billing: {random.choice(('monthly', 'annual'))}, desks: {random.randint(60, 120)}}}")
        held = self.addons and self.chance(2)
        lines += ["addons: [more]"] if held else []
        seats = {name: random.randint(1, 12) for name in team}
        if held and "more_seats" in self.charges:
            seats["more_seats"] = random.randint(1, 5)
        lines.append(f"seats: {{{', '.join(f'{name}: {count}' for name, count in seats.items())}}}")
        self.roster = {f"u{number}": "active" for number in range(random.randint(1, 6))}
        self.seated = {name: not self.chance(4) for name in self.roster}
        if self.people:
            lines.append("people:")
            for number in range(len(self.roster)):
                lines.append(
                    f"  - {{id: u{number}, roles: [{self._role(f'u{number}')}], status: active, "
                    f"accepted_on: 2025-12-01, last_used: {self.start}}}"
                )
        return "\n".join([*lines, "events:", *(f"  - {{{one}}}" for one in self._events(seats, held))]) + "\n"

    def _person(self) -> str:
        """What happens to a person who can have it happen."""
        random = self.random
        who = random.choice([*self.roster, f"u{len(self.roster) + 10}"])
        status = self.roster.get(who)
        if status is None or (status == "removed" and self.chance(2)):
            self.roster[who], self.seated[who] = "active", not self.chance(4)
            status = self.random.choice(("active", "active", "active", "invited"))
            return f"type: person_added, person: {who}, status: {status}, roles: [{self._role(who)}]"
        if status == "removed":
            return (
                f"type: usage, meter: calls, amount: {random.randint(1, 9)}"
                if self.used
                else "type: facts_changed, facts: {desks: 70}"
            )
        moved = self._seat_moved(who) if self.chance(4) else None
        if moved is not None:
            return moved
        kind = random.choice(
            {"active": ("used", "used", "suspended", "deactivated", "removed")}.get(
                status, ("reactivated", "removed")
            )
        )
        self.roster[who] = {"used": status, "reactivated": "active"}.get(kind, kind)
        return f"type: {kind}, person: {who}"

    def _role(self, who: str) -> str:
        return "member" if self.seated[who] else "viewer"

    def _seat_moved(self, who: str) -> str | None:
        """A seat that somebody gives to another, gets by a role or tries; None where that cannot happen."""
        random = self.random
        what = random.randrange(3)
        if what == 0 and self.tried:
            return f"type: trial_started, person: {who}"
        if what == 1:
            self.seated[who] = not self.seated[who]
            return f"type: roles_changed, person: {who}, roles: [{self._role(who)}]"
        here = [one for one, status in self.roster.items() if status not in ("removed", "deactivated")]
        takers = [one for one in here if not self.seated[one]]
        if who in here and self.seated[who] and takers:
            taker = random.choice(takers)
            self.seated[who], self.seated[taker] = False, True
            return f"type: seat_reassigned, from: {who}, to: {taker}"
        return None

    def _events(self, seats: dict[str, int], held: bool) -> list[str]:
        random, span = self.random, (self.until - self.start).days
        days = sorted(random.randrange(1, span) for _ in range(random.randint(2, 16 if self.people else 9)))
        ended, paused = self.chance(5), False
        made = []
        plan = "team"
        for number, day in enumerate(days):
            at = f"{self.start + timedelta(days=day)}T{random.choice(('00:00:00', '09:30:00', '23:59:59'))}Z"
            name = f"id: e{number}, at: {at}"
            late = ""
            if self.chance(12):
                late = f", recorded_at: {self.start + timedelta(days=day + random.randint(1, 40))}T12:00:00Z"
            what = random.randrange(30)
            if self.used and self.chance(3):
                made.append(f"{name}, type: usage, meter: calls, amount: {random.randint(1, 60)}")
                continue
            if self.people and self.chance(2):
                late = late if "e" in late and self.chance(2) else ""
                made.append(f"{name}, {self._person()}{late}")
                continue
            mine = [one for one in seats if one.startswith((plan, "more" if held else plan))]
            if what < 20 and mine:
                charge = random.choice(mine)
                by = random.choice((1, 2, 3, 5, -1, -2, -4))
                by = by if seats[charge] + by >= 0 else 1
                seats[charge] += by
                cause = ", cause: inactivity" if by < 0 and self.chance(3) else ""
                to = f"to: {seats[charge]}" if not late and self.chance(4) else f"by: {by}"
                made.append(f"{name}, type: seats_changed, charge: {charge}, {to}{cause}{late}")
            elif what < 22:
                made.append(
                    f"{name}, type: facts_changed, facts: {{billing: {random.choice(('monthly', 'annual'))}}}{late}"
                )
            elif what < 24 and self.addons:
                held = not held
                made.append(f"{name}, type: addon_{'added' if held else 'removed'}, addon: more")
            elif what < 26 and self.second:
                plan = "works" if plan == "team" else "team"
                made.append(f"{name}, type: plan_changed, plans: [{plan}]")
                seats |= {
                    one: seats.get(f"{'team' if plan == 'works' else 'works'}_seats0", 1)
                    for one in self.charges
                    if one == f"{plan}_seats0"
                }
            elif what < 27 and self.months:
                said = random.choice(("", ", day: 20", ", day: 31"))
                made.append(f"{name}, type: anchor_moved{said}")
            elif what < 28 and self.chance(2):
                paused = not paused
                made.append(f"{name}, type: {'paused' if paused else 'resumed'}")
            elif made and self.chance(2):
                corrected = random.choice(made)
                if "seats_changed" in corrected and "by: " in corrected and "by: -" not in corrected:
                    first = corrected.split(",")[0].removeprefix("id: ")
                    made.append(f"{name}, type: correction, corrects: {first}, by: {random.randint(1, 6)}")
        if ended:
            last = self.until - timedelta(days=random.randrange(1, max(2, span // 3)))
            made = [one for one in made if one.split("at: ")[1][:10] < str(last)]
            made.append(f"id: end, at: {last}T10:00:00Z, type: cancelled")
        return made
