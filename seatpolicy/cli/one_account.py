"""The words POLICY ACCOUNT of a command line in, the checked policy and the one account's document out."""

from __future__ import annotations

from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.documents import messages
from seatpolicy.documents.nodes import Node
from seatpolicy.semantics.check import Checked
from seatpolicy.workspace.accounts import account_sources, in_wrong_order
from seatpolicy.workspace.plugins import Plugins
from seatpolicy.workspace.standard_input import check_named


def one_account(
    policy_path: str, account_path: str, plugins: Plugins, found: list[Diagnostic]
) -> tuple[Checked, Node] | None:
    """Both, with the facts that plugins provide; None, and why in `found`, where one cannot be read, and where there are
    several accounts. What was found before stops it, too."""
    swapped = in_wrong_order(policy_path, [account_path])
    if swapped is not None:
        found.append(swapped)
        return None
    outcome = check_named(policy_path)
    found += [one for one in outcome.diagnostics if one.severity is Severity.ERROR]
    sources = list(account_sources([account_path]))
    found += [told for source in sources for told in source.document.diagnostics]
    nodes = [source.document.value for source in sources if source.document.value is not None]
    if len(nodes) > 1:
        one = next(source.where for source in sources if source.document.value is not None)
        found.append(messages.wrong_option(f"`{account_path}` holds {len(nodes):,} accounts", f"name one, as in `{one}`"))
    if outcome.value is None or len(nodes) != 1 or any(one.severity is Severity.ERROR for one in found):
        return None
    filled = plugins.with_facts(nodes[0], outcome.value)
    found += filled.diagnostics
    return None if filled.value is None else (outcome.value, filled.value)
