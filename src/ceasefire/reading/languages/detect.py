"""In which language a paragraph is: by its script, and by its commonest small words where several share one.

Offline and small on purpose: a dozen languages in which conflicts are reported.  A short passage without small words
takes the language of what stands around it; what remains open is `und` and is read by no rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ceasefire.reading.sentences import Sentence

NAMES = {
    "en": "English",
    "ar": "Arabic",
    "fr": "French",
    "ru": "Russian",
    "es": "Spanish",
    "de": "German",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "fa": "Persian",
    "ur": "Urdu",
    "ku": "Kurdish",
    "he": "Hebrew",
    "zh": "Chinese",
    "ja": "Japanese",
    "ko": "Korean",
    "el": "Greek",
    "hy": "Armenian",
    "ka": "Georgian",
    "am": "Amharic",
    "my": "Burmese",
    "hi": "Hindi",
    "sw": "Swahili",
    "so": "Somali",
    "ha": "Hausa",
    "pl": "Polish",
    "id": "Indonesian",
    "und": "a language that is not known here",
}
_SMALL: dict[str, frozenset[str]] = {
    "en": frozenset(
        """the of and to in a that is was for on with as it by he at from his an were are which be this had not but have has said who they their its
        been will would she her after would about more than into out up no over we i you if or when there what all says""".split()
    ),
    "fr": frozenset(
        """le la les de des du et en un une que qui dans pour sur au aux par est pas ce se son sa ses ne il elle avec plus sont été a d l qu n s c
        leur mais ou cette ont ces avant toute""".split()
    ),
    "es": frozenset(
        """el la los las de del y en un una que por para con no se su sus es al lo como más pero ha sobre este esta fue entre cuando hay desde sin
        también le han son dijo""".split()
    ),
    "pt": frozenset(
        "o a os as de do da dos das e em um uma que por para com não se seu sua é ao no na nos nas mais mas foi como são pelo pela disse".split()
    ),
    "it": frozenset(
        "il lo la i gli le di del della dei delle e in un una che per con non si suo sua è al alla nel nella più ma ha sono da dal anche come ed".split()
    ),
    "de": frozenset(
        "der die das den dem des und in zu mit von auf für ist nicht ein eine einer im sich auch als es an werden aus er hat dass sie nach wird bei sei".split()
    ),
    "nl": frozenset(
        "de het een en van in te dat is op voor met zijn niet aan er om als ook door naar bij uit maar heeft worden wordt zei".split()
    ),
    "tr": frozenset(
        "ve bir bu da de için ile olarak çok daha gibi olan kadar sonra ancak dedi ise ama değil en ya ne var".split()
    ),
    "sw": frozenset("ya na wa kwa ni katika la za kuwa cha hiyo huo hii alisema kwamba pia lakini watu".split()),
    "so": frozenset("iyo oo ka ku u waa in ay uu ayaa waxa la si kale sheegay inay".split()),
    "ha": frozenset("da na ta a ya cewa wani ba su ne ce don kuma cikin sun wata wannan".split()),
    "pl": frozenset("i w na z do że się nie jest to o jak po od za przez ale dla przy są był".split()),
    "id": frozenset(
        "yang dan di ke dari untuk dengan ini itu pada tidak akan telah oleh dalam adalah mengatakan".split()
    ),
}
_RUSSIAN = frozenset(
    "и в не на что с по из к за о от для как это его был но все так же у при до после ее их было он она они".split()
)
_UKRAINIAN = frozenset(
    "і в не на що з та до за від для як це його був але все так у при після її їх було він вона вони є".split()
)
_SCRIPTS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("arab", re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")),
    ("cyrl", re.compile(r"[\u0400-\u052f]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("am", re.compile(r"[\u1200-\u137f]")),
    ("my", re.compile(r"[\u1000-\u109f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("latn", re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")),
)
_WORD = re.compile(r"[^\W\d_]+")
_TELLING = 3  # small words: fewer say little about a passage


@dataclass(frozen=True)
class Passage:
    """Sentences of one paragraph, by number, in one language (a code of ISO 639, or `und`), and how many words they have."""

    language: str
    sentences: tuple[int, ...]
    words: int

    @property
    def name(self) -> str:
        """The language in English."""
        return NAMES.get(self.language, self.language)


def language_of(text: str) -> str:
    """The language of some words; empty where they do not tell."""
    sample = text[:4_000]
    counts = Counter({name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS})
    script, most = counts.most_common(1)[0]
    if not most:
        return ""
    if script == "zh" and counts["ja"]:
        return "ja"
    words = _WORD.findall(sample.casefold())
    if script == "arab":
        return _arabic_script(sample)
    if script == "cyrl":
        return _cyrillic(sample, words)
    if script != "latn":
        return script
    scores = _scores(sample, words)
    (best, score), (_, second) = scores.most_common(2)
    if score == scores["en"]:
        best = "en"
    if score < _TELLING or (score < 2 * second and len(words) < 8 and score - second < _TELLING):
        return best if score > second and score >= 2 else ""
    if score < 0.12 * len(words):
        return "und" if len(words) >= 12 else ""
    return best


def _scores(sample: str, words: list[str]) -> Counter[str]:
    """How many small words of each language that is written in Latin letters stand in a sample."""
    scores = Counter({name: sum(w in small for w in words) for name, small in _SMALL.items()})
    if any(c in sample for c in "ığş") and not scores["en"]:
        scores["tr"] += _TELLING
    return scores


def _another(sentence: str, language: str, whole: str) -> bool:
    """True where a sentence is surely in another language than its paragraph; one with few small words is not."""
    if language in {"", "und", whole}:
        return False
    if not (language in _SMALL and whole in _SMALL):
        return True
    scores = _scores(sentence, _WORD.findall(sentence.casefold()))
    return scores[language] >= _TELLING + 2 * scores[whole]


def _arabic_script(text: str) -> str:
    if re.search(r"[ٹڈڑںےہھ]", text):
        return "ur"
    if re.search(r"[ەێۆڵڕۊ]", text):
        return "ku"
    if re.search(r"[پچژگی]", text) and len(re.findall(r"[پچژگیک]", text)) > 0.02 * len(text):
        return "fa"
    return "ar"


def _cyrillic(text: str, words: list[str]) -> str:
    if re.search(r"[іїєґ]", text.casefold()):
        return "uk" if sum(w in _UKRAINIAN for w in words) >= sum(w in _RUSSIAN for w in words) else "ru"
    return "ru"


def passages(text: str, sentences: Sequence[Sentence]) -> list[Passage]:
    """The paragraphs of a text, each with its language; one that does not tell takes that of its neighbours."""
    by_paragraph: dict[int, list[int]] = {}
    for number, sentence in enumerate(sentences):
        by_paragraph.setdefault(sentence.paragraph, []).append(number)
    made = []
    for numbers in by_paragraph.values():
        body = text[sentences[numbers[0]].start : sentences[numbers[-1]].end]
        found = [language_of(text[sentences[n].start : sentences[n].end]) for n in numbers]
        whole = language_of(body)
        apart = [
            _another(text[sentences[n].start : sentences[n].end], f, whole) for f, n in zip(found, numbers, strict=True)
        ]
        if any(apart) and len(numbers) > 1:
            parts = [f if other else whole for f, other in zip(found, apart, strict=True)]
            made += [
                Passage(p, (n,), len(sentences[n].text(text).split())) for p, n in zip(parts, numbers, strict=True)
            ]
        else:
            made.append(Passage(whole, tuple(numbers), len(body.split())))
    return _filled(made)


def _filled(made: list[Passage]) -> list[Passage]:
    """Passages that do not tell, in the language that most words of the text are in."""
    weight: Counter[str] = Counter()
    for one in made:
        if one.language:
            weight[one.language] += one.words
    usual = weight.most_common(1)[0][0] if weight else "en"
    if usual == "und" and weight["en"]:
        usual = "en"
    return [one if one.language else replace(one, language=usual) for one in made]
