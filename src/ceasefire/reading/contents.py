"""Where reported words end: before the reporter's own tail, another's words, and a second verb of the same subject."""

from __future__ import annotations

from collections.abc import Sequence

from ceasefire.reading.cues import WEAK, Cue, cue_at
from ceasefire.reading.phrases import BREAKS, DAYS, DETERMINER, PREPOSITION, Range, before_verb, circumstances, is_when
from ceasefire.reading.tokens import Sort, Token
from ceasefire.reading.verbs import AUXILIARY, clausal, is_adverb, is_finite
from ceasefire.record.claim import ClaimKind

TAIL = frozenset(
    """
    stirring raising prompting sparking fuelling fueling drawing dashing fanning deepening heightening underlining underscoring echoing
    ending casting triggering complicating contradicting reflecting highlighting marking reviving rekindling undermining alarming
    angering leaving setting reigniting stoking bolstering boosting lending giving dealing breaking contrasting citing quoting referring
    using apparently standing speaking pointing gesturing shaking holding sitting looking smiling according evoking feeding reinforcing
    provoking unsettling renewing swelling spreading inviting clouding easing calming rattling jolting sending straining
    """.split()
)
REMARK = frozenset(
    """
    charge claim claims accusation statement allegation suggestion move assertion demand comment remark reference sign step position stance
    promise pledge threat warning view complaint charge
    """.split()
)
_CONCEDES = frozenset("while although though whereas".split())
_NO_REPORT = frozenset("will would could may might be been was were is are".split())
_CIRCUMSTANCE = frozenset("as while when after before during amid following since".split())
_OCCASION = frozenset(
    "conference statement interview speech letter briefing tweet post meeting session news press telephone phone television radio".split()
)


def content_end(parts: Sequence[Token], begin: int, stop: int, cue: Cue, *, clause: bool) -> int:
    """Where what a cue reports, from a place on, ends; `clause` is true of reported clauses, false of objects."""
    at = begin
    quoted = False
    while at < stop:
        token = parts[at]
        if token.low == ";" or (token.low == ":" and at > begin and not _joined(parts, at, stop)):
            return at
        if token.low in {",", "—", "–"} and at > begin and _ends_at_comma(parts, at, stop, (begin, cue, clause)):
            return at
        if (
            token.low in {"and", "or", "but"}
            and at > begin
            and parts[at - 1].low != ","
            and _ends_at_and(parts, at, stop, (begin, cue))
        ):
            return at
        if quoted and token.low == "even" and at + 1 < stop and parts[at + 1].low == "as":
            return at
        if quoted and token.low in _CIRCUMSTANCE and _aside(parts, begin, at):
            return at
        if quoted and token.low in {"on", "at", "in"} and (is_when(parts, at) > at or _occasion(parts, at, stop)):
            return at
        if (
            not clause
            and not quoted
            and token.low == "as"
            and at > begin + 1
            and _then(parts, at, stop)
            and not clausal(parts[begin:at])
        ):
            return at
        quoted = quoted or token.sort is Sort.QUOTE
        at += 1
    return at


def _aside(parts: Sequence[Token], begin: int, at: int) -> bool:
    """After quoted words: `as smoke rose` always, and after an object also `before boarding`, belong to the reporter."""
    if parts[at].low == "as":
        return _then(parts, at, len(parts))
    return not clausal(parts[begin:at])


def _then(parts: Sequence[Token], at: int, stop: int) -> bool:
    """`as the delegations left`: a subject and its verb follow, and no quotation or adjective."""
    following = parts[at + 1 : min(stop, at + 7)]
    return bool(following) and following[0].sort is not Sort.QUOTE and clausal(following)


def _joined(parts: Sequence[Token], at: int, stop: int) -> bool:
    """A colon before a quotation, or in a time of day."""
    following = parts[at + 1] if at + 1 < stop else None
    return following is not None and (
        following.sort is Sort.QUOTE or (following.low[:1].isdigit() and parts[at - 1].low.isdigit())
    )


def _occasion(parts: Sequence[Token], at: int, stop: int) -> bool:
    return any(t.low in _OCCASION for t in parts[at + 1 : min(stop, at + 5)])


def _ends_at_comma(parts: Sequence[Token], at: int, stop: int, of: tuple[int, Cue, bool]) -> bool:
    begin, cue, _ = of
    if at + 1 >= stop or _tail(parts, at + 1, stop):
        return True
    low = parts[at + 1].low
    said = cue_at(parts, at + 1)
    if said and said.form == "ing" and low.endswith("ing") and not _listing(parts, begin, at):
        return True
    if said and _same_verb(parts, at + 1, said, cue) and (clausal(parts[begin:at]) or not cue.verb.clause):
        return True
    if low in {"which", "who"}:
        return _denied_after(parts, at + 2, stop)
    if low in {"and", "but"} and at + 2 < stop and parts[at + 2].low == "that":
        return False  # `said that A, and that B`
    if low in {"and", "but", "or", "while", "whereas", "though", "although", "yet", "then"}:
        return _another(parts, at + 2, stop, cue)
    if parts[0].low in _CONCEDES and clausal(parts[begin:at]) and not any(t.low == "," for t in parts[: cue.at]):
        return clausal(parts[at + 1 : min(stop, at + 12)])  # `While S said C, the main clause`
    return _parenthetical(parts, at + 1, stop) or _speaks(parts, at + 1, stop)


def _tail(parts: Sequence[Token], at: int, stop: int) -> bool:
    """After a comma: what only a reporter adds."""
    low = parts[at].low
    following = parts[at + 1].low if at + 1 < stop else ""
    if low in TAIL or low in {"citing", "quoting", "amid"} or (low == "even" and following == "as"):
        return True
    if low == "as" and following and following not in {"well", "much", "long", "soon", "if", "many"}:
        return True
    return low in {"a", "an"} and any(t.low in REMARK for t in parts[at + 1 : min(stop, at + 3)])


def _same_verb(parts: Sequence[Token], at: int, said: Cue, cue: Cue) -> bool:
    """A further verb of the same subject, in a list of verbs."""
    finite = said.form == cue.form and said.form in {"past", "third"} and parts[at].low not in WEAK
    return finite and said.end < len(parts) and parts[said.end].low not in BREAKS


def _listing(parts: Sequence[Token], begin: int, at: int) -> bool:
    return parts[begin].low.endswith("ing") and at - begin < 12


def _denied_after(parts: Sequence[Token], begin: int, stop: int) -> bool:
    """`which Norland denied`: a verb of saying with nothing after it."""
    for at in range(begin, min(stop, begin + 8)):
        said = cue_at(parts, at)
        if said and (said.end >= stop or parts[said.end].low in BREAKS):
            return True
    return False


def _another(parts: Sequence[Token], begin: int, stop: int, cue: Cue) -> bool:
    """True where after a conjunction somebody else, or the same subject, says something."""
    at = begin
    while at < stop and (is_adverb(parts[at]) or parts[at].low in {"has", "have", "had"}):
        at += 1
    said = cue_at(parts, at)
    if (
        said
        and said.form == cue.form
        and said.end < stop
        and parts[said.end].low not in BREAKS
        and (said.form != "base" or parts[at].low not in WEAK)
    ):
        return True
    for at in range(begin, min(stop, begin + 14)):
        if parts[at].low in {";", ":"} or parts[at].sort is Sort.QUOTE:
            return False
        found = cue_at(parts, at) if at > begin or is_finite(parts, at) else None
        if found is not None:
            return _reports_on(parts, at, stop, found)
        if is_finite(parts, at) and parts[at].low not in AUXILIARY:
            return False
    return False


def _reports_on(parts: Sequence[Token], at: int, stop: int, found: Cue) -> bool:
    """True of a cue in the present or past, with something after it that it can report."""
    _, between = before_verb(parts, at)
    if found.form not in {"past", "third"} or between & _NO_REPORT:
        return False
    after = circumstances(parts, found.end, stop)
    if after >= stop or parts[after].low in BREAKS or parts[after].low in {"nothing", "little", "so"}:
        return False
    return parts[after].low == "that" or bool(set(found.verb.follows) & set("co"))


def _ends_at_and(parts: Sequence[Token], at: int, stop: int, of: tuple[int, Cue]) -> bool:
    """`demanded A and expressed B`: a second verb in the same form ends an object, and a clause only with another subject."""
    begin, cue = of
    if _speaks(parts, at + 1, stop):
        return True
    noun = "o" in cue.verb.follows and at - begin >= 2 and not clausal(parts[begin:at])
    if noun and parts[at].low == "and" and _another(parts, at + 1, stop, cue):
        return True
    if clausal(parts[begin:at]) and cue.verb.clause and not _turns_on(parts, at + 1, stop, cue):
        return False
    following = at + 1
    while following < stop and (is_adverb(parts[following]) or parts[following].low in {"has", "have", "had", "then"}):
        following += 1
    if following >= stop:
        return False
    said = cue_at(parts, following)
    if said is not None and said.form == cue.form and said.end < stop and parts[said.end].low not in BREAKS:
        return True
    if (
        is_finite(parts, following)
        and parts[at].low in {"but", "and"}
        and parts[following].low.endswith(("ed", "ould", "as", "ere"))
        and not clausal(parts[begin:at])
    ):
        return parts[at].low == "but" or parts[following].low not in {"is", "are"}
    return False


def _speaks(parts: Sequence[Token], begin: int, stop: int) -> bool:
    """`and S said, "Q"`: somebody begins to speak in words of his own."""
    for at in range(begin, min(stop, begin + 9)):
        if not parts[at].word:
            return False
        said = cue_at(parts, at)
        if said and said.form in {"past", "third"} and parts[at - 1].low not in DETERMINER | PREPOSITION:
            after = circumstances(parts, said.end, stop)
            if after < stop and parts[after].low in {",", ":"}:
                after += 1
            return after < stop and parts[after].sort is Sort.QUOTE and len(parts[after].text.split()) >= 3
    return False


def _turns_on(parts: Sequence[Token], at: int, stop: int, cue: Cue) -> bool:
    """`said C and accused the government`: to accuse, ask and deny somebody is the speaker's own verb."""
    said = cue_at(parts, at)
    if said is None or said.form != cue.form or said.end >= stop:
        return False
    return said.verb.kind in {ClaimKind.ACCUSATION, ClaimKind.REQUEST} and (
        parts[said.end].low in DETERMINER or parts[said.end].capital or parts[said.end].sort is Sort.QUOTE
    )


def _parenthetical(parts: Sequence[Token], begin: int, stop: int) -> bool:
    """`C, S said`: the clause after a comma is an attribution with nothing after its verb."""
    for at in range(begin + 1, min(stop, begin + 10)):
        if not parts[at].word:
            return False
        said = cue_at(parts, at)
        if said and said.form in {"past", "third"} and parts[at - 1].low not in DETERMINER | PREPOSITION:
            after = circumstances(parts, said.end, stop)
            return after >= stop and said.verb.clause
        if is_finite(parts, at):
            return False
    return False


def continues(parts: Sequence[Token], begin: int, stop: int, *, whole: bool) -> bool:
    """True where what stands after `C1, S said,` belongs to what S said."""
    if begin >= stop:
        return False
    low = parts[begin].low
    if low in {"and", "but", "though", "although", "yet", "while", "whereas", "as", "which", "who", "so", "or"}:
        return False
    if low in TAIL or low in {"citing", "quoting", "according", "amid", "a", "an"} or parts[begin].sort is Sort.QUOTE:
        return not whole and low in {"a", "an"}
    if low.endswith("ing"):
        return False
    if whole:
        return low in {
            "because",
            "if",
            "unless",
            "until",
            "when",
            "once",
            "after",
            "before",
            "since",
            "where",
            "provided",
            "not",
            "rather",
            "despite",
            "without",
        }
    return True


def shortened(parts: Sequence[Token], content: Range, *, clause: bool) -> Range:
    """An object without the day and the occasion on which it was said at its end."""
    begin, end = content
    if clause or parts[begin].low in {"to", "not"}:
        return content
    for at in range(max(begin + 1, end - 7), end):
        if parts[at].sort is Sort.QUOTE:
            continue
        if (
            is_when(parts, at) == end
            and any(t.low in DAYS or t.low == "earlier" for t in parts[at:end])
            and not any(t.low[:1].isdigit() for t in parts[at:end])
        ):
            return (begin, at)
        if parts[at].low in {"in", "at", "during"} and _occasion(parts, at, end):
            return (begin, at)
    return content
