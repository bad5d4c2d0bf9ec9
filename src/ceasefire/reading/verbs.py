"""English verbs as far as the reader needs them: their forms, and whether a stretch of words holds a finite one."""

from __future__ import annotations

from collections.abc import Sequence

from ceasefire.reading.tokens import Token

AUXILIARY = frozenset(
    "has have had is are was were am be been being will would could may might can cannot should must do does did shall".split()
)
CONTRACTED = ("n't", "'ve", "'re", "'ll", "'d", "'m")
ADVERB = frozenset(
    """
    not also again repeatedly later earlier then therefore already still further once never ever just always often only
    both all even now long since first once too thus meanwhile soon nonetheless nevertheless instead consequently however
    reportedly simply merely yet rightly well
    """.split()
)
NO_ADVERB = frozenset(
    "family assembly ally supply reply italy july only rally early daily weekly monthly elderly holy".split()
)

_IRREGULAR = """
    arise:arose:arisen be:was:been bear:bore:borne beat:beat:beaten become:became:become begin:began:begun bend:bent:bent
    bid:bid:bid bind:bound:bound bite:bit:bitten blow:blew:blown break:broke:broken bring:brought:brought build:built:built
    burn:burnt:burnt burst:burst:burst buy:bought:bought catch:caught:caught choose:chose:chosen come:came:come cost:cost:cost
    cut:cut:cut deal:dealt:dealt dig:dug:dug do:did:done draw:drew:drawn drive:drove:driven eat:ate:eaten fall:fell:fallen
    feed:fed:fed feel:felt:felt fight:fought:fought find:found:found flee:fled:fled fly:flew:flown forbid:forbade:forbidden
    forget:forgot:forgotten get:got:got give:gave:given go:went:gone grow:grew:grown hang:hung:hung have:had:had hear:heard:heard
    hide:hid:hidden hit:hit:hit hold:held:held hurt:hurt:hurt keep:kept:kept know:knew:known lay:laid:laid lead:led:led
    leave:left:left lend:lent:lent let:let:let lie:lay:lain lose:lost:lost make:made:made mean:meant:meant meet:met:met
    pay:paid:paid put:put:put quit:quit:quit read:read:read ride:rode:ridden ring:rang:rung rise:rose:risen run:ran:run
    say:said:said see:saw:seen seek:sought:sought sell:sold:sold send:sent:sent set:set:set shake:shook:shaken shoot:shot:shot
    show:showed:shown shut:shut:shut sing:sang:sung sink:sank:sunk sit:sat:sat sleep:slept:slept speak:spoke:spoken
    spend:spent:spent split:split:split spread:spread:spread stand:stood:stood steal:stole:stolen stick:stuck:stuck
    strike:struck:struck swear:swore:sworn sweep:swept:swept swing:swung:swung take:took:taken teach:taught:taught
    tear:tore:torn tell:told:told think:thought:thought throw:threw:thrown understand:understood:understood
    undertake:undertook:undertaken wake:woke:woken wear:wore:worn weep:wept:wept win:won:won withdraw:withdrew:withdrawn
    write:wrote:written admit:admitted:admitted commit:committed:committed rebut:rebutted:rebutted refer:referred:referred
    stop:stopped:stopped plan:planned:planned hint:hinted:hinted pin:pinned:pinned dub:dubbed:dubbed argue:argued:argued
    quip:quipped:quipped foresee:foresaw:foreseen concur:concurred:concurred brief:briefed:briefed ban:banned:banned
    slam:slammed:slammed nod:nodded:nodded rap:rapped:rapped regret:regretted:regretted permit:permitted:permitted
    prefer:preferred:preferred offer:offered:offered deter:deterred:deterred signal:signalled:signalled
    label:labelled:labelled travel:travelled:travelled cancel:cancelled:cancelled rip:ripped:ripped
    """.split()
PAST = {verb: (past, perfect) for verb, past, perfect in (one.split(":") for one in _IRREGULAR)}
_FINITE_PAST = frozenset(p for p, _ in PAST.values()) - {
    "read",
    "set",
    "cost",
    "let",
    "left",
    "split",
    "spread",
    "cut",
    "bid",
    "shut",
    "found",
}
_PRESENT = frozenset(
    """
    remains stays needs wants comes goes makes takes gives gets runs begins ends keeps holds stands seems appears becomes means
    depends lies owes works requires faces includes shows plans hopes says knows thinks continues leaves exists happens rests
    deserves lacks falls rises moves brings plays feels wins loses ain't
    """.split()
)
_SAME = frozenset("left found set put cut read shut split hit cost let".split())  # past tense, or participle and noun
_NO_PAST = frozenset(
    """
    united armed so-called alleged besieged displaced divided proposed wounded wanted required limited experienced advanced
    red bed need speed seed indeed hundred naked sacred wicked embed feed led sled shed breed creed greed weed deed
    """.split()
)
_BEFORE_NOUN = frozenset(
    "the a an this that these those his her their its our my your of in no any some each every two three more most".split()
)
_SUBJECT_PRONOUN = frozenset("i he she it they we you who there".split())
SUBORDINATE = frozenset(
    "who which whose that whom where when because although though while whereas if unless until after before since as whether".split()
)


def forms(verb: str) -> dict[str, str]:
    """The forms of a verb, each with its name: base, third, past, perfect, ing."""
    past, perfect = PAST.get(verb, ("", ""))
    if not past:
        past = perfect = verb + "d" if verb.endswith("e") else verb[:-1] + "ied" if _consonant_y(verb) else verb + "ed"
    third = {"have": "has", "be": "is", "do": "does", "go": "goes"}.get(verb) or (
        verb[:-1] + "ies"
        if _consonant_y(verb)
        else verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    )
    ing = verb[:-1] + "ing" if verb.endswith("e") and not verb.endswith("ee") else verb + "ing"
    if past.endswith("ed") and len(past) == len(verb) + 3 and past[-3] == past[-4]:  # admit, admitted, admitting
        ing = past[:-2] + "ing"
    ing = {"seting": "setting", "puting": "putting", "cuting": "cutting", "hiting": "hitting", "leting": "letting"}.get(
        ing, ing
    )
    made = {verb: "base", third: "third", ing: "ing", perfect: "perfect"}
    made[past] = "past"
    return made


def _consonant_y(verb: str) -> bool:
    return verb.endswith("y") and verb[-2] not in "aeiou"


def is_adverb(token: Token) -> bool:
    """True of adverbs that stand between a subject and its verb."""
    low = token.low
    return token.word and (low in ADVERB or (low.endswith("ly") and low not in NO_ADVERB and not token.capital))


def is_finite(parts: Sequence[Token], at: int) -> bool:
    """True where the word at a place is, as far as its form tells, a finite verb."""
    token = parts[at]
    low = token.low
    if not token.word:
        return False
    if low in AUXILIARY or low.endswith(CONTRACTED):
        return low not in {"be", "been", "being"}
    if token.capital and at:
        return False
    before = parts[at - 1].low if at else ""
    if low in _FINITE_PAST or low in _PRESENT:
        return at > 0 and before not in _BEFORE_NOUN
    if low in _SAME:
        following = parts[at + 1].low if at + 1 < len(parts) else ""
        return (
            at > 0
            and parts[at - 1].word
            and before not in _BEFORE_NOUN | AUXILIARY | {"to", "and", "of", "by", "in"}
            and following not in {"by", "of"}
        )
    if low.endswith("ed") and len(low) > 4 and low not in _NO_PAST:
        return (at > 0 and before not in _BEFORE_NOUN and not is_adverb(parts[at - 1])) or before in {"they", "it"}
    return (
        before in _SUBJECT_PRONOUN
        and not low.endswith("ing")
        and low not in SUBORDINATE | ADVERB | {"and", "or", "of", "in", "to"}
    )


def first_finite(parts: Sequence[Token]) -> int:
    """The place of the first finite verb that no relative or other clause before it holds, or -1."""
    depth = False
    for at, token in enumerate(parts):
        if token.low in SUBORDINATE and at and token.low not in {"that", "as", "since", "before", "after", "until"}:
            depth = True
        elif token.low in {",", ";"}:
            depth = False
        if not depth and is_finite(parts, at):
            return at
    return -1


def clausal(parts: Sequence[Token]) -> bool:
    """True where some words hold a finite verb."""
    return any(is_finite(parts, at) for at in range(len(parts)))
