"""What `--tax` says in, who figures tax out: a document of rates, or a plugin's tax source by its name."""

from __future__ import annotations

from seatpolicy.diagnostics.diagnostic import Diagnostic
from seatpolicy.documents.tax import read_rates
from seatpolicy.engines.tax import RatesFigurer, TaxFigurer
from seatpolicy.workspace.documents import is_document, parse_document
from seatpolicy.workspace.plugins import Plugins
from seatpolicy.workspace.standard_input import NAME, read_named


def tax_of(said: str | None, plugins: Plugins) -> tuple[TaxFigurer | None, list[Diagnostic]]:
    """Who figures tax, and findings. A path of a document (`-` is standard input) is read; any other word is the name of a
    source. Nobody where nothing is said, or where it cannot be used."""
    if said is None:
        return None, []
    if said != NAME and not is_document(said):
        source = plugins.tax(said)
        return source.value, list(source.diagnostics)
    read = read_named(said)
    if read.value is None:
        return None, list(read.diagnostics)
    node = parse_document(read.value)
    if node.value is None:
        return None, list(node.diagnostics)
    rates = read_rates(node.value)
    return (RatesFigurer(rates.value), []) if rates.value is not None else (None, list(rates.diagnostics))
