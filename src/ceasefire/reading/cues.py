"""Words that attribute: verbs of saying with what follows them, by the sort of claim they make, and the nouns among them.

Each verb names what may follow: `c` a clause, with or without *that*; `s` a clause only after *that*; `q` whether, how, what;
`t` to do something; `o` what is said as an object; `h` a hearer before it; `g` an -ing form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ceasefire.reading.tokens import Token
from ceasefire.reading.verbs import forms
from ceasefire.record.claim import ClaimKind

_WORDS: dict[ClaimKind, str] = {
    ClaimKind.STATEMENT: """
        say:cq tell:hcqto state:co add:co announce:co declare:co explain:cqo note:co remark:c stress:co insist:c argue:c report:cog
        confirm:coq write:c maintain:co reiterate:co emphasise:co emphasize:co claim:cot describe:oq admit:cog acknowledge:co reply:c
        answer:s recall:coqg repeat:co question:oq dismiss:o agree:ct decline:t assert:co affirm:co contend:c observe:s comment:s
        mention:co disclose:coq reveal:coq relate:s recount:coq testify:c assure:hc inform:hs notify:hs remind:hst brief:h reassure:hs
        concede:co clarify:coq specify:cq elaborate:s caution:hcs counter:s retort:s respond:s quip:c joke:c tweet:co post:s read:n
        air:o convey:co convince:hs persuade:hts underline:co underscore:co highlight:co outline:oq voice:o express:o signal:co hint:c indicate:coq imply:c intimate:s
        reckon:c proclaim:co profess:ot pronounce:s opine:c muse:s lament:co regret:co stipulate:cs attest:s show:sn
        characterise:o characterize:o portray:o label:o brand:o term:o depict:o liken:o dub:o call:o praise:o hail:o welcome:o applaud:o commend:o endorse:o support:o
        defend:o oppose:o criticise:o criticize:o decry:o deplore:o deride:o mock:o slam:o blast:o lambast:o echo:o cite:o invoke:o
        mutter:s whisper:s shout:s yell:s cry:s exclaim:s scoff:s continue:s conclude:co interject:s tout:o thank:o congratulate:o
        reaffirm:co restate:co relay:co pray:sn brag:s boast:s whine:s snap:s shrug:s sigh:s wonder:q
        """,
    ClaimKind.ASSESSMENT: """
        estimate:cn warn:hcstqo predict:co expect:cot fear:co believe:co doubt:cqo suggest:cog think:c find:so judge:s assess:cqo
        consider:on feel:c see:n hope:ct suspect:c suppose:c foresee:co forecast:co project:s determine:cs calculate:c deem:o
        know:sn understand:s realise:c realize:c recognise:s recognize:s worry:c agonise:s anticipate:co envision:o
        """,
    ClaimKind.ACCUSATION: """
        accuse:o blame:o allege:cog complain:c condemn:o denounce:o charge:so protest:so attack:n censure:o castigate:o rebuke:o
        reproach:o assail:o fault:o
        """,
    ClaimKind.DENIAL: "deny:cog reject:o refute:o dispute:cq refuse:to rebuff:o rebut:o contradict:o disavow:o disown:o contest:n",
    ClaimKind.REQUEST: """
        urge:hsto demand:cto ask:hqto request:hsto beg:hto implore:ht exhort:ht press:n order:hto instruct:ht appeal:tn plead:st
        advise:hstog recommend:cog propose:cotg invite:hto summon:ho advocate:og want:tn encourage:ht direct:htn require:stn
        """,
    ClaimKind.PROPOSAL: "offer:to float:o moot:o table:n submit:sn",
    ClaimKind.PROMISE: """
        promise:hcto pledge:cto vow:ct undertake:tn swear:ct guarantee:co commit:n threaten:to intend:t plan:t resolve:stn
        """,
}
_PHRASES: dict[ClaimKind, str] = {
    ClaimKind.STATEMENT: """
        point out:co; spell out:coq; lay out:oq; set out:oq; lay down:cos; make clear:cq; make it clear:c; make plain:s; speak of:o; talk of:o; tell of:o;
        agree to:o; agree on:o; agree with:o; refer to:o; hold that:s; let it be known:s; put it:s; go on:n; sign off on:o; lash out at:o; play down:o;
        talk up:o; spoke about:o; talk about:o; hit back at:o; read out:o; give notice:s; hint at:o; react to:n; leave no doubt:s; put forward:o; set forth:o;
        shoot back:s; fire back:s; chime in:s; take issue with:o; express hope:s; voice hope:s; express confidence:s; hold out hope:s; rail against:o; raise doubts about:o; raise concerns about:o; raise concern over:o; take exception to:o; serve notice:s; issue a warning:s; express doubts about:n
        """,
    ClaimKind.ASSESSMENT: "rule in:o; warn of:o; warn against:o; caution against:o; cast doubt on:o; be confident:n",
    ClaimKind.ACCUSATION: "complain of:o; complain about:o; point the finger at:o; hit out at:o; pin the blame on:o",
    ClaimKind.DENIAL: "rule out:og; turn down:o; object to:o; brush off:o; brush aside:o; wave away:o; shrug off:o; back away from:o; deny ever:g",
    ClaimKind.REQUEST: "call for:o; call on:o; call upon:o; appeal for:o; appeal to:o; insist on:og; insist upon:og; press for:o; ask for:o; push for:o; plead for:o; lobby for:o; seek to:n",
    ClaimKind.PROPOSAL: "put on the table:o; hold out the prospect of:o",
    ClaimKind.PROMISE: "commit to:o; commit itself to:o; commit himself to:o; sign up to:o; give assurances:s; give an assurance:s",
}


@dataclass(frozen=True)
class Verb:
    """A verb that attributes: its first word's stem, its claim kind, and what may follow it."""

    stem: str
    kind: ClaimKind
    follows: str

    @property
    def clause(self) -> bool:
        """True of a verb after which what is said may stand without *that*."""
        return "c" in self.follows

    @property
    def hears(self) -> bool:
        """True of a verb after which a hearer may stand."""
        return "h" in self.follows


@dataclass(frozen=True)
class Cue:
    """A cue in the tokens of a sentence: its places, end exclusive, the verb, and the form it stands in."""

    at: int
    end: int
    verb: Verb
    form: str


def _table() -> dict[str, list[tuple[tuple[str, ...], Verb, str]]]:
    """By first word: the whole cue, its verb, its form; the longest first."""
    made: dict[str, list[tuple[tuple[str, ...], Verb, str]]] = {}
    listed = [(one, kind) for kind, words in _WORDS.items() for one in words.split()]
    listed += [(one.strip(), kind) for kind, words in _PHRASES.items() for one in words.split(";")]
    for one, kind in listed:
        name, _, follows = one.partition(":")
        first, *rest = name.split()
        for form, sort in forms(first).items():
            verb = Verb(name, kind, follows)
            made.setdefault(form, []).append(((form, *rest), verb, sort))
            british = {"signalled": "signaled", "signalling": "signaling", "labelled": "labeled"}.get(form)
            if british:
                made.setdefault(british, []).append(((british, *rest), verb, sort))
    for entries in made.values():
        entries.sort(key=lambda e: -len(e[0]))
    return made


_CUES = _table()
KIND_OF = {" ".join(words): verb.kind for entries in _CUES.values() for words, verb, _ in entries}
# verbs that are common as nouns or in other senses: in the forms that may be nouns they want a clause, a quotation or a determiner after them
WEAK = frozenset(
    """
    state states claim claims report reports charge charges offer offers answer answers doubt doubts request requests demand demands fear fears
    note notes state states find finds appeal appeals estimate estimates question questions blame hope hopes plan plans
    promise promises pledge pledges voice voices signal signals comment comments remark remarks hint hints order orders
    project projects worry worries praise threat vow vows press presses post posts tweet tweets stress support supports
    regret regrets protest protests attack attacks judge judges label labels feel fault table tables counter brief show shows
    advocate advocates view views forecast forecasts joke jokes cry cries echo echoes dispute disputes rebuke resolve relay rebuff
    direct contest contests want look
    """.split()
)
# whoever declines to say something says nothing of it
DECLINED = frozenset({"decline", "refuse"})
GOES_ON = frozenset({"add", "continue", "conclude"})


def cue_at(parts: Sequence[Token], at: int) -> Cue | None:
    """The cue that begins at a token, if one does."""
    token = parts[at] if 0 <= at < len(parts) else None
    if token is None or not token.word:
        return None
    for words, verb, form in _CUES.get(token.low, ()):
        end = at + len(words)
        if end <= len(parts) and all(parts[at + k].low == w for k, w in enumerate(words)):
            return Cue(at, end, verb, form)
    return None
