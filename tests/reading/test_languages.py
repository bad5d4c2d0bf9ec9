"""Other languages: which one a paragraph is in, direct speech and the commonest verbs in four, nothing lost in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

import reading as gold
from ceasefire.offices import Figure, Office, Roster
from ceasefire.reading.draft import Context, Reading, read
from ceasefire.reading.languages.detect import language_of, passages
from ceasefire.reading.languages.foreign import RULES
from ceasefire.reading.sentences import sentences
from ceasefire.record.document import Document

GOLD = gold.GOLD / "languages"


def reading(text: str, parties: dict[str, tuple[str, ...]] | None = None, roster: Roster | None = None) -> Reading:
    return read(Document(title="x", text=text), Context(date(2016, 8, 27), parties or {}, "", roster or Roster()))


@pytest.mark.parametrize("language", sorted(RULES))
def test_the_gold_of_a_language_is_read_as_well_as_is_said(language: str) -> None:
    measured = gold.measure_language(GOLD / f"{language}.txt")
    assert measured["content"][2] >= 0.9
    assert measured["source"][2] >= 0.85


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The envoy said that the road was open.", "en"),
        ("Le ministre a dit que la route était ouverte.", "fr"),
        ("El ministro dijo que la carretera estaba abierta.", "es"),
        ("Der Minister hat gesagt, dass die Straße offen ist.", "de"),
        ("Министр сказал, что дорога открыта.", "ru"),
        ("Міністр сказав, що дорога відкрита і що її охороняють.", "uk"),
        ("قال الوزير إن الطريق مفتوح.", "ar"),
        ("وزیر گفت که جاده باز است و پل نیز باز است.", "fa"),
        ("השר אמר שהדרך פתוחה", "he"),
        ("部长说道路已经开放", "zh"),
        ("Bakan yolun açık olduğunu ve köprünün de açıldığını söyledi.", "tr"),
        ("2016", ""),
    ],
)
def test_the_language_of_a_passage(text: str, language: str) -> None:
    assert language_of(text) == language


def test_each_paragraph_is_read_by_its_own_rules() -> None:
    text = (
        "Kerry said the talks were close.\n\n«Дорога открыта», — заявил Лавров. Министр добавил, что нужна карта.\n\n"
        "قال دي ميستورا إن الطريق مفتوح.\n\nDer Minister hat gesagt, dass die Straße nicht offen ist."
    )
    found = reading(text)
    assert [d.claim.quote for d in found.drafts] == [
        "the talks were close",
        "«Дорога открыта»",
        "нужна карта",
        "الطريق مفتوح",
    ]
    assert found.unread == {"German": 10}, "named, with its words"


def test_no_english_rule_reads_other_text() -> None:
    assert not reading("Sarn accuse les rebelles. Le ministre refuse toute rencontre avant la moisson.").drafts
    (one,) = reading("Le ministre a dit que la route ne sera pas ouverte en août.").drafts
    assert (one.claim.negated, one.claim.modality.value, one.claim.due) == (True, "intended", "2016-08")


def test_a_speaker_is_known_in_any_script() -> None:
    lavrov = Figure("lavrov", ("Sergei Lavrov", "لافروف", "Лавров"), (Office("russia", "", date(2004, 3, 9)),))
    roster = Roster([lavrov])
    for text in ("Лавров заявил, что дорога открыта.", "وقال وزير الخارجية الروسي لافروف إن الطريق مفتوح."):
        (one,) = reading(text, roster=roster, parties={"russia": ("Russia",)}).drafts
        assert (one.claim.for_, one.claim.for_by) == ("russia", "role")


def test_a_pronoun_takes_up_whoever_spoke_last() -> None:
    first, second = reading("« Nous sommes prêts », a dit Mme Orso. « Le reste dépend d'eux », a-t-elle ajouté.").drafts
    assert (first.claim.speaker, second.claim.speaker) == ("Mme Orso", "Mme Orso")


def test_numbers_belong_to_their_neighbours() -> None:
    text = "Министр сказал, что дорога открыта.\n\n12.08.2016\n\nОн добавил, что нужна карта."
    assert {p.language for p in passages(text, sentences(text))} == {"ru"}


def test_the_command_names_what_it_does_not_read(tmp_path: Path, run: Callable[..., Result]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Die Armee hat die Brücke gesperrt. Der Minister lehnt das Treffen vor der Ernte ab.", encoding="utf-8"
    )
    done = run("read", path, "--date", "2016-08-27")
    assert done.exit_code == 1
    assert "15 words are in German, for which there are no rules" in done.stderr
