"""What is wrong with a plugin, each with its code; every finding names the plugin by its distribution and version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from seatpolicy.diagnostics.codes import code
from seatpolicy.diagnostics.diagnostic import Diagnostic, Severity
from seatpolicy.diagnostics.suggest import closest

E = Severity.ERROR
PG101 = code("PG101", "plugin-not-loaded", E, "a plugin that is installed can be imported")
PG102 = code("PG102", "plugin-api-version", E, "a plugin is written for this version of the hooks, and says so")
PG103 = code("PG103", "unknown-hook", E, "a plugin's functions named seatpolicy_… are hooks")
PG104 = code("PG104", "hook-arguments", E, "a hook takes the arguments that its description gives it")
PG105 = code("PG105", "offered-twice", E, "a name is offered once within a kind")
PG106 = code("PG106", "plugin-raised", E, "a plugin answers, and raises nothing")
PG107 = code("PG107", "plugin-wrong-answer", E, "a plugin answers with what its hook asks for")
PG108 = code("PG108", "plugin-code-family", E, "a plugin's codes are of its own family, each with its page")
PG109 = code("PG109", "not-offered", E, "what is asked for by name is offered by something")

OFF = "SEATPOLICY_PLUGINS=none"
"""What runs a command without plugins; the environment is read in the workspace."""


def not_loaded(plugin: str, target: str, trouble: BaseException) -> Diagnostic:
    """A plugin whose module cannot be imported."""
    return PG101.at(
        None,
        f"this plugin cannot be loaded: {told(trouble)}",
        path=plugin,
        note=f"its entry point is `{target}`",
        hint=f"mend it, remove it, or run without plugins: {OFF}",
        subject=plugin,
    )


def wrong_api(plugin: str, given: object, ours: str) -> Diagnostic:
    """A plugin for other hooks than these, or one that does not say for which."""
    said = f"for version {given!r} of the hooks" if given is not None else "for no version of the hooks that it names"
    return PG102.at(
        None,
        f"this plugin is written {said}, and these are {ours}",
        path=plugin,
        hint=f'install a version of it for {ours}; a plugin says so by `SEATPOLICY_API = "{ours}"`',
        subject=plugin,
    )


def unknown_hook(plugin: str, name: str, hooks: Sequence[str]) -> Diagnostic:
    """A function that is named like a hook and is none."""
    near = closest(name, hooks, 1)
    hint = f"did you mean `{near[0]}`?" if near else "seatpolicy/hooks/specs.py describes every hook"
    return PG103.at(None, f"there is no hook `{name}`", path=plugin, hint=hint, subject=f"{plugin} {name}")


def wrong_arguments(plugin: str, hook: str) -> Diagnostic:
    """A hook with arguments, which it is not given; `hook` shows it with them."""
    return PG104.at(
        None,
        f"`{hook}` of this plugin takes arguments, and hooks are given none",
        path=plugin,
        hint="write it without; what it offers is called later, with what seatpolicy/hooks/offers.py says",
        subject=f"{plugin} {hook}",
    )


def offered_twice(kind: str, name: str, plugin: str, first: str) -> Diagnostic:
    """Two plugins (or one) that offer the same name."""
    also = "it offers it already" if plugin == first else f"{first} offers it already"
    return PG105.at(
        None,
        f"this plugin offers the {kind} `{name}` a second time",
        path=plugin,
        note=also,
        why="which of the two is meant would depend on the order in which they were installed",
        hint=f"remove one of the two, or run without plugins: {OFF}",
        subject=f"{kind} {name}",
    )


def raised(plugin: str, where: str, trouble: BaseException) -> Diagnostic:
    """An exception out of a plugin; `where` names the hook or what was offered."""
    return PG106.at(
        None,
        f"{where} of this plugin failed: {told(trouble)}",
        path=plugin,
        why="a plugin gives its troubles as findings, so this is a mistake in it",
        hint=f"tell its authors, or run without plugins: {OFF}",
        subject=f"{plugin} {where}",
    )


def wrong_answer(plugin: str, where: str, what: str, wanted: str) -> Diagnostic:
    """An answer of another kind than is asked for."""
    what = "nothing" if what == "a NoneType" else what
    return PG107.at(
        None,
        f"{where} of this plugin gives {what}",
        path=plugin,
        note=f"it is asked for {wanted}",
        hint=f"tell its authors, or run without plugins: {OFF}",
        subject=f"{plugin} {where}",
    )


def wrong_code(plugin: str, about: str, what: str) -> Diagnostic:
    """A code that collides with others, or is not explained."""
    return PG108.at(
        None,
        f"the code {about} of this plugin {what}",
        path=plugin,
        hint="its codes are two capitals of which the first is X, and three digits, each with a page `## XB101 its-slug`",
        subject=f"{plugin} {about}",
    )


def not_offered(kind: str, name: str, known: Iterable[str]) -> Diagnostic:
    """A name that an option gives and nothing offers."""
    names = sorted(known)
    near = closest(name, names, 1)
    hint = f"did you mean `{near[0]}`?" if near else "`seatpolicy plugins` lists what is offered, and by what"
    return PG109.at(None, f"there is no {kind} `{name}`", note=f"offered: {', '.join(names) or 'none'}", hint=hint,
                    subject=f"{kind} {name}")  # fmt: skip


def told(trouble: BaseException) -> str:
    """An exception in words: its type, what it says, and the line from which it came."""
    place, step = "", trouble.__traceback__
    while step is not None:
        folder, _, file = step.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/")
        # What imports or asks a plugin is not where its mistake is.
        if not file.startswith("<frozen") and not folder.endswith(("importlib", "seatpolicy/hooks")):
            place = f" ({file}:{step.tb_lineno})"
        step = step.tb_next
    words = " ".join(str(trouble).split())
    words = words if len(words) < 200 else words[:199] + "…"
    return f"{type(trouble).__name__}{': ' + words if words else ''}{place}"
