"""Words that people write in place of the language's: what they wrote in, what the language says out.

A word here proposes nothing by itself: a message offers a replacement only after the line was read with it. So a word may
stand for several things, and the place decides. Names of the user are never looked up here, for they are read.
"""

from __future__ import annotations

LONGEST = 3
"""No entry of `PHRASES` has more words than this."""

PHRASES: dict[str, tuple[str, ...]] = {
    # conditions
    "if": ("when",), "where": ("when",), "whenever": ("when",), "unless": ("when not",), "else": ("otherwise",),
    "default": ("otherwise",), "is": ("=",), "are": ("=",), "equals": ("=",), "exists": ("is known",),
    "is set": ("is known",), "is not known": ("is unknown",), "not known": ("unknown",),
    "is not unknown": ("is known",), "not unknown": ("known",), "false": ("never", "no"), "true": ("yes",),
    "not empty": ("known",),
    "empty": ("unknown",), "missing": ("unknown",), "between": ("in",), "more than": (">",), "greater than": (">",),
    "less than": ("<",), "is not": ("!=",), "within": ("in",), "during": ("in",), ":": ("=", "|"), "&": ("and",),
    "last month": ("last 30 days",), "last week": ("last 7 days",), "last year": ("last 365 days",),
    "last day": ("last 1 day",), "past": ("last",),
    # time
    "monthly": ("per month", "month"), "yearly": ("per year", "year"), "annually": ("per year", "year"),
    "annual": ("year", "per year"), "weekly": ("per week", "week"), "quarterly": ("per quarter", "quarter"),
    "daily": ("each day", "per day", "day"), "each": ("per",),
    "each per": ("per seat per",), "every": ("per", "each"), "one": ("1",), "1": ("one",),
    "since": ("from",), "starting": ("from",), "beginning": ("from",), "till": ("until",), "through": ("to",),
    "immediately": ("at once",), "instantly": ("at once",), "now": ("at once",), "today": ("at once",),
    "date": ("day",), "period": ("cycle",), "next month": ("next cycle",),
    "for": ("per", "of", "within"),
    # people and amounts
    "user": ("seat",), "users": ("seats",), "person": ("seat",), "licence": ("seat",), "license": ("seat",),
    "licences": ("seats",), "licenses": ("seats",), "member": ("seat",), "members": ("seats",), "head": ("seat",),
    "everybody": ("everyone", "anyone"), "all": ("everyone", "everything", "anyone"), "any": ("anyone",),
    "all seats": ("everything",), "all charges": ("everything",), "all prices": ("everything",),
    "all lines": ("everything",), "all plans": ("everything",), "all products": ("everything",),
    "all items": ("everything",), "all of it": ("everything",), "all of them": ("everything", "anyone"),
    "all users": ("everything", "anyone"), "all members": ("everything", "anyone"), "all people": ("anyone",),
    "all licences": ("everything",), "all licenses": ("everything",), "the bill": ("everything",),
    "everyone": ("anyone",), "all customers": ("everyone",), "customers": ("everyone",), "pack": ("started pack",),
    "max": ("at most", "highest"), "maximum": ("at most", "highest"), "no more than": ("at most",),
    "min": ("at least", "lowest"), "minimum": ("at least", "lowest"), "no less than": ("at least",),
    "capped at": ("at most",), "up to": ("at most",), "peak": ("highest",), "top": ("highest",), "mean": ("average",),
    "unique": ("distinct",), "biggest": ("largest",), "closing": ("last",), "opening": ("first",), "total": ("sum",),
    "over": ("above",), "under": ("below",), "beyond": ("above",), "off": ("of",),
    "on": ("of", "at"), "and more": ("and up",), "or more": ("and up",), "and above": ("and up",),
    "and over": ("and up",), "+": ("and up", "and"), "<=": ("up to",), ">=": ("at least",), "/": ("per", "or", "and"),
    "less": ("fewer",), "extra": ("more",), "&&": ("and",), "||": ("or",),
    "upto": ("up to", "at most"), "- >": ("<", ", then"), "percent": ("%",), "pct": ("%",),
    # linking words, one in the place of another
    "of": ("on", "for", "off", "per"), "to": ("until",), "until": ("to",), "at": ("on", "by"), "in": ("of", "on"),
    "and": ("or", "to", ",", ", then"), "or": ("and", ","), ",": ("or", "and", "|", "<"), "with": ("and", "of", "at"),
    "from": ("of", "as of"), "as": ("=",), "=": (":",), "|": (",", "or"), "<": (", then",),
    "then": (",",), "plus": ("and", "+"), "times": ("*",), "minus": ("-",),
    # ways of billing
    "purchased": ("contracted",), "committed": ("contracted",), "booked": ("contracted",), "licensed": ("contracted",),
    "bought": ("contracted",), "provisioned": ("assigned",), "filled": ("assigned",), "metered": ("used",),
    "always": ("while invited, active or suspended",), "upfront": ("in advance",), "prepaid": ("in advance",),
    "postpaid": ("in arrears",), "afterwards": ("in arrears",), "no refund": ("no credit until renewal",),
    "compounded": ("off what is left",), "compound": ("off what is left",), "multiplicative": ("off what is left",),
    "additive": ("off list",), "gratis": ("free",), "quote": ("by quote",), "request": ("by quote",),
    "on request": ("by quote",), "contact us": ("by quote",), "contact sales": ("by quote",), "custom": ("by quote",),
    "banker": ("half even",), "bankers": ("half even",), "nearest": ("half up",), "cents": ("cent",),
    "penny": ("cent",), "decimal places": ("decimals",), "places": ("decimals",), "digits": ("decimals",),
    "integers": ("whole numbers",), "per line": ("on each line",), "per": ("on each", "by"), "by": ("per",),
    # facts, approvals, laws
    "string": ("text",), "integer": ("count",), "int": ("count",), "boolean": ("flag",), "bool": ("flag",),
    "float": ("number",), "decimal": ("number",), "timestamp": ("instant",), "datetime": ("instant",),
    "duration": ("days",), "enum": ("one of",), "set": ("any of",), "list": ("any of",),
    "decreases": ("falls",), "drops": ("falls",), "decrease": ("falls",), "increases": ("rises",), "grow": ("rise",),
    "increase": ("rise",), "grows": ("rises",), "requires": ("needs",), "require": ("needs",), "asks": ("needs",),
    "deny": ("rejected",), "denied": ("rejected",), "no": ("rejected",), "ok": ("approved",), "yes": ("approved",),
    "allowed": ("approved",), "accepted": ("approved",), ">": ("<", "above"),
}  # fmt: skip

LABELS: dict[str, tuple[str, ...]] = {
    "seats": ("quantity",), "users": ("quantity",), "count": ("quantity",), "qty": ("quantity",),
    "cost": ("price",), "pricing": ("price",), "fee": ("price",), "rate": ("price",), "amount": ("price", "off"),
    "billing": ("bill", "cycle"), "invoice": ("bill",), "payment": ("bill",), "billed": ("bill",),
    "period": ("cycle",), "interval": ("cycle",), "frequency": ("cycle",), "roles": ("held by",), "role": ("held by",),
    "who": ("held by",), "active": ("billable",), "reason": ("because",), "note": ("because",), "why": ("because",),
    "description": ("because",), "currency": ("currencies", "sold in"), "timezone": ("time zone",), "tz": ("time zone",),
    "less seats": ("fewer seats",), "removed seats": ("fewer seats",), "seats removed": ("fewer seats",),
    "added seats": ("more seats",), "new seats": ("more seats",), "seats added": ("more seats",),
    "if": ("when",), "condition": ("when",), "where": ("when",), "unless": ("when",), "percent": ("off",),
    "discount": ("off",), "applies to": ("for", "off"), "counts": ("for",), "seat": ("for",), "of": ("for",),
    "start": ("effective", "from"), "starts": ("effective", "from"), "date": ("effective", "from"),
    "valid from": ("effective", "offered"), "since": ("from", "effective"), "duration": ("term", "lasts"),
    "renewal": ("renews",), "min": ("minimum",), "max": ("maximum",), "minimum seats": ("quantity",),
    "free": ("included",), "allowance": ("included",), "excess": ("overage",), "true up": ("overage",),
    "cap": ("limit", "together", "maximum"), "at most": ("limit",), "round": ("rounding",), "contact": ("owner",),
    "notify": ("tell",), "alert": ("tell",), "approver": ("needs", "then"), "action": ("then",), "result": ("then",),
    "documents": ("evidence",), "proof": ("evidence",), "expires": ("valid",), "sequence": ("order",),
    "customers": ("reaches",), "requires": ("only with",), "excludes": ("never with",), "inputs": ("given",),
    "when given": ("given",), "then expect": ("expect",), "expects": ("expect",), "always": ("holds",),
}  # fmt: skip
"""Labels by what is written in their place; the block decides among several."""

DECLARATIONS: dict[str, tuple[str, ...]] = {
    "product": ("plan",), "tier": ("plan", "schedule"), "package": ("plan",), "edition": ("plan",),
    "subscription": ("plan",), "bundle": ("plan",), "pricelist": ("schedule",), "pricebook": ("schedule",),
    "prices": ("schedule",), "pricing": ("schedule",), "price": ("schedule", "charge", "amount"), "fee": ("charge",),
    "item": ("charge",), "line": ("charge",), "component": ("charge",), "import": ("use",), "include": ("use",),
    "coupon": ("discount",), "promo": ("discount",), "promotion": ("discount",), "offer": ("discount",),
    "vat": ("tax",), "user": ("seat",), "role": ("seat",), "seats": ("seat",), "test": ("example",),
    "case": ("example",), "const": ("amount", "let"), "var": ("let",), "define": ("let",), "def": ("let",),
    "alert": ("signal",), "warn": ("signal",), "check": ("guarantee",), "law": ("guarantee",), "assert": ("guarantee",),
    "feature": ("addon",), "extra": ("addon",), "extension": ("addon",), "attributes": ("facts",), "inputs": ("facts",),
    "lookup": ("table",), "matrix": ("limit", "table"), "threshold": ("limit",), "approval": ("approvals", "rule"),
    "prorate": ("proration",), "needs": ("require",), "must": ("require",), "usage": ("meter",), "metric": ("meter",),
    "exception": ("exempt",), "exemption": ("exempt",), "stacking": ("combine",),
}  # fmt: skip
"""First words of declarations by what is written in their place."""
