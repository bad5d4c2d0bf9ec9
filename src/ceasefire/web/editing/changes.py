"""What a form of the editing page means: a change to the text of a case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from ceasefire.case.edit import Change
from ceasefire.case.party import Role
from ceasefire.errors import Finding, MaterialError, Where
from ceasefire.text.document import read_yaml
from ceasefire.web.whole import whole

Form = Mapping[str, str]
_RANGE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:-|\u2013|\.\.)\s*(\d+(?:\.\d+)?)\s*")


def change_of(form: Form, tree: Any) -> Change:
    """The change that a form asks for; `tree` is the case as plain values.  Raises MaterialError."""
    make = _FORMS.get(form.get("do", ""))
    if make is None:
        raise _wrong("form", "this form asks for nothing that can be done here")
    return make(form, tree)


def named(title: str, taken: Collection[str], fallback: str) -> str:
    """A name for a title: its letters and digits in small letters, in any script, with a number where it is taken."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    words = re.sub(r"[^\w]+|_+", "-", folded).strip("-")[:40].strip("-")
    base = words if words[:1].isalpha() else fallback
    name, k = base, 2
    while name in taken:
        name, k = f"{base}-{k}", k + 1
    return name


def at(tree: Any, path: Sequence[str], value: Any) -> Change:
    """Set a value at a path of which the end, or more, may not be there yet."""
    here = tree
    for depth, step in enumerate(path):
        inner = here.get(step) if isinstance(here, Mapping) else None
        if not isinstance(inner, Mapping) or depth == len(path) - 1:
            for missing in reversed(path[depth + 1 :]):
                value = {missing: value}
            return Change({".".join(path[: depth + 1]): value})
        here = inner
    return Change()


def _look(tree: Any, path: Sequence[str]) -> Any:
    for step in path:
        tree = tree.get(step) if isinstance(tree, Mapping) else None
    return tree


def _wrong(code: str, message: str, hint: str = "") -> MaterialError:
    return MaterialError([Finding(Where("form"), code, message, hint)])


def _words(form: Form, field: str, what: str) -> str:
    said = form.get(field, "").strip()
    if not said:
        raise _wrong(field, f"{what} is missing", "fill it in and send it again")
    return said


def _key(form: Form, field: str, tree: Any, *path: str) -> str:
    """A name that stands at a path of the case."""
    name = form.get(field, "")
    known = _look(tree, path)
    if not isinstance(known, Mapping) or name not in known:
        raise _wrong(field, f"there is no `{name}` in {'.'.join(path)}", "load the page again")
    return name


def _status_quo(form: Form, tree: Any) -> Change:
    issue = _key(form, "issue", tree, "issues")
    return at(tree, ["status_quo", issue], form.get("value", ""))


def _off_table(form: Form, tree: Any) -> Change:
    issue = _key(form, "issue", tree, "issues")
    return at(tree, ["issues", issue, "off_table"], form.get("value") == "yes")


def _demand(form: Form, tree: Any) -> Change:
    """A new demand, or the words and rule of one there is."""
    party = _key(form, "party", tree, "parties")
    rule, title = _words(form, "rule", "the rule"), form.get("title", "").strip()
    demands = _look(tree, ["parties", party, "demands"]) or {}
    held_name = form.get("demand") and _key(form, "demand", tree, "parties", party, "demands")
    name = held_name or named(title or rule, demands, "demand")
    held = demands.get(name)
    because = form.get("because", "").strip()
    path = ["parties", party, "demands", name]
    if not isinstance(held, Mapping):
        made = {key: value for key, value in (("title", title), ("rule", rule), ("because", because)) if value}
        return at(tree, path, made if len(made) > 1 else rule)
    values: dict[str, Any] = {f"{'.'.join(path)}.rule": rule} if held.get("rule") != rule else {}
    if (held.get("title") or "") != title:
        values[f"{'.'.join(path)}.title"] = title
    why = held.get("because") or ""
    if "because" in form and (why[0] if isinstance(why, list) and len(why) == 1 else why) != because:
        values[f"{'.'.join(path)}.because"] = because
    return Change(values)


def _drop_demand(form: Form, tree: Any) -> Change:
    party = _key(form, "party", tree, "parties")
    name = _key(form, "demand", tree, "parties", party, "demands")
    return Change({}, (f"parties.{party}.demands.{name}",))


def _walk_away(form: Form, tree: Any) -> Change:
    """The level of a walk-away: a number, a range such as 30-35, or nothing for none."""
    party = _key(form, "party", tree, "parties")
    path = ["parties", party, "walk_away"]
    said = form.get("level", "").strip()
    held = _look(tree, path)
    if not said:
        return Change({}, (".".join(path),)) if held is not None else Change()
    value = _number(said)
    if not isinstance(held, Mapping) or "level" not in held:
        return Change({".".join(path): {"level": value}})
    within = [*path, "level", "value"] if isinstance(held["level"], Mapping) else [*path, "level"]
    return Change({".".join(within): value})


def _number(said: str) -> Any:
    found = _RANGE.fullmatch(said)
    text = f"[{found[1]}, {found[2]}]" if found else said
    document = read_yaml(text.encode(), "form")
    value = document.value
    ends = value if isinstance(value, list) else [value]
    if document.findings or not all(isinstance(e, int | float) and not isinstance(e, bool) for e in ends):
        raise _wrong("level", f"`{said}` is no number", "write 40, or a range such as 30-50")
    return value


def _step_status(form: Form, tree: Any) -> Change:
    step = _key(form, "step", tree, "talks", "steps")
    return at(tree, ["talks", "steps", step, "status"], form.get("value", ""))


def _add_step(form: Form, tree: Any) -> Change:
    title = _words(form, "title", "what the step is")
    steps = _look(tree, ["talks", "steps"]) or {}
    step = {"title": title, "status": form.get("value") or "unknown"}
    if form.get("issue"):
        step["issue"] = form["issue"]
    return at(tree, ["talks", "steps", named(title, steps, "step")], step)


def _add_party(form: Form, tree: Any) -> Change:
    name = _words(form, "name", "the name")
    parties = _look(tree, ["parties"]) or {}
    role = form.get("role") or Role.SIGNATORY.value
    if role not in set(Role):
        raise _wrong("role", f"`{role}` is no role", f"known: {', '.join(Role)}")
    return at(tree, ["parties", named(name, parties, "party")], new_party(name, Role(role)))


def new_party(name: str, role: Role) -> dict[str, Any]:
    """A party of which nothing is known yet; one that has to agree is said to want nothing in particular."""
    deciding = role in {Role.SIGNATORY, Role.VETO_HOLDER}
    return {"name": name, "role": role.value, **({"preferences": {"prioritised": []}} if deciding else {})}


def _want(form: Form, tree: Any) -> Change:
    """One more statement of what a party wants, less important than those before."""
    party = _key(form, "party", tree, "parties")
    rule = _words(form, "rule", "the rule")
    path = ["parties", party, "preferences", "prioritised"]
    held = _look(tree, path)
    if _look(tree, path[:-1]) and not isinstance(held, list):
        raise _wrong("want", "this party has weights and scores: change those", "")
    return Change({".".join([*path, str(len(held))]): rule}) if isinstance(held, list) else at(tree, path, [rule])


def _drop_want(form: Form, tree: Any) -> Change:
    party = _key(form, "party", tree, "parties")
    held = _look(tree, ["parties", party, "preferences", "prioritised"])
    number = whole(form.get("number", ""))
    if not isinstance(held, list) or number is None or number >= len(held):
        raise _wrong("want", "there is no such statement", "load the page again")
    return Change({}, (f"parties.{party}.preferences.prioritised.{number}",))


def _weigh(form: Form, tree: Any) -> Change:
    """Weights of issues and scores of options, all of them; where they are there already only what differs is set."""
    party = _key(form, "party", tree, "parties")
    held = _look(tree, ["parties", party, "preferences"])
    weights: dict[str, Any] = {}
    scores: dict[str, dict[str, Any]] = {}
    for issue, it in (_look(tree, ["issues"]) or {}).items():
        said = form.get(f"weight {issue}", "").strip()
        weights[issue] = _number(said or "0")
        options = {o: form.get(f"score {issue} {o}", "").strip() for o in it.get("options", ())}
        if all(options.values()):
            scores[issue] = {o: _number(value) for o, value in options.items()}
        elif weights[issue] or any(options.values()):
            raise _wrong("score", f"`{issue}` needs a score, 0 to 100, for each of its options", "fill them in")
    if not any(weights.values()):
        raise _wrong("weight", "at least one issue has to matter to it", "give a weight above 0")
    if not isinstance(held, Mapping) or "weights" not in held:
        return Change({f"parties.{party}.preferences": {"weights": weights, "scores": scores}})
    values: dict[str, Any] = {}
    for issue, weight in weights.items():
        values |= _if_other(tree, ["parties", party, "preferences", "weights", issue], weight)
        for option, score in scores.get(issue, {}).items():
            values |= _if_other(tree, ["parties", party, "preferences", "scores", issue, option], score)
    return Change(values)


def _if_other(tree: Any, path: list[str], number: Any) -> dict[str, Any]:
    """The change of a number, where it differs; its reasons stay beside it."""
    held = _look(tree, path)
    if isinstance(held, Mapping):
        path, held = [*path, "value"], held.get("value")
    if held == number or (held is None and number == 0):
        return {}
    return dict(at(tree, path, number).set)


def _add_issue(form: Form, tree: Any) -> Change:
    """An issue with its options, the first of which is today's; unless said it is made by all signatories, and broken by any."""
    question = _words(form, "question", "the question")
    options = [o for o in (part.strip() for part in form.get("options", "").split("|")) if o]
    if len(options) < 2:
        raise _wrong("options", "an issue has at least two options", "write them as: none | local | nationwide")
    issues = _look(tree, ["issues"]) or {}
    name = named(form.get("name", "") or question, issues, "issue")
    names: list[str] = []
    for option in options:
        names.append(named(option, names, "option"))
    parties = _look(tree, ["parties"]) or {}
    by = [form["by"]] if form.get("by") else [p for p, v in parties.items() if v.get("role") == Role.SIGNATORY.value]
    spelled = {n: ("" if n == o else o) for n, o in zip(names, options, strict=True)}
    made: dict[str, Any] = {
        "question": question,
        "options": spelled if any(spelled.values()) else names,
    }
    made |= {"makes": by, "breaks": [*by]} if len(by) > 1 else {"controllers": by or list(parties)[:1]}
    return Change({**at(tree, ["issues", name], made).set, **at(tree, ["status_quo", name], names[0]).set})


_FORMS: Mapping[str, Callable[[Form, Any], Change]] = {
    "status-quo": _status_quo,
    "off-table": _off_table,
    "demand": _demand,
    "drop-demand": _drop_demand,
    "walk-away": _walk_away,
    "want": _want,
    "drop-want": _drop_want,
    "weigh": _weigh,
    "step-status": _step_status,
    "add-step": _add_step,
    "add-party": _add_party,
    "add-issue": _add_issue,
}
