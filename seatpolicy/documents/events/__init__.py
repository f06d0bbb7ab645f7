"""The list `events:` of an account in, its history as typed records out.

    events:
      - {id: e-1, at: 2026-11-10T15:04:00Z, type: seats_changed, charge: member_seats, by: 2, source: admin-console}
      - {id: e-2, at: 2026-11-12, type: person_added, person: u-9, roles: [editor]}
      - {id: e-3, at: 2026-11-13T09:00:00Z, type: correction, corrects: e-1, by: 1, source: support}

What stands beside the list (`plans`, `addons`, `facts`, `seats`) is what is so when the subscription starts; each event
changes it from its own instant on.

**Times.** `at` is when an event takes effect: an instant with `Z` or an offset, or a date, which is the first instant of
that day in the policy's time zone. `recorded_at` is when it became known; without it, `at`. A time without an offset is
refused. A record keeps the instant (microseconds since 1970 in UTC) and the day of the policy's zone on which it lies.

**Order.** The order in which events stand means nothing. They are ordered by instant; within one instant by type
as in `order.RANKS` (what begins comes first, what ends last), of one type by when they were recorded, then by id. One id
with one content is one event; with two contents it is an error.

**Corrections.** A correction names the first event of its chain in `corrects`, and says what replaces that event's own
fields; `moved_to: TIME` moves when it takes effect, `never_happened: yes` takes it back. Its own `at` is when it was made.
Each correction starts again from the first event: what it does not say is as in the first event, and the correction that was
recorded last wins (`never_happened: no` restores the first event). Nothing is lost: `known.known_by` gives the events as
they were known at any instant, each with the ids of its corrections.

`records` holds what is read, `forms` the keys of each type, `read` reads the list, `known` looks at it as of an instant,
`contract_history` and `person_history` find what cannot have happened.
"""
