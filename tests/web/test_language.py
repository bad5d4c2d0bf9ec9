"""The pages in Arabic: every sentence of the templates is translated, and nothing else is in the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.exceptions import HTTPException

from ceasefire.analysis.ladder import Verdict as Answer
from ceasefire.case.party import Role as PartyRole
from ceasefire.monitoring.terms.matching import Verdict
from ceasefire.reading.drafted import FLAGS
from ceasefire.record.claim import ClaimKind, Modality
from ceasefire.record.entry import Kind
from ceasefire.record.review import Stage
from ceasefire.vocabulary import StepStatus
from ceasefire.web.doors.session import Role
from ceasefire.web.language import FOLDER, NAMES, catalogue, chosen, translator
from ceasefire.web.pages import cases, page, record
from client import browser

TEMPLATES = page.HERE / "templates"
SENTENCE = re.compile(r'_\(\s*"([^"]+)"')
LISTED = re.compile(r'\("[^"]*", "(?:/[^"]*)?", "([^"]+)"\)|\("/[^"]*", "([^"]+)"\)')


def said() -> set[str]:
    """Every sentence that a template or a page asks to have translated."""
    found = set()
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        found |= set(SENTENCE.findall(text))
        found |= {a or b for a, b in LISTED.findall(text)}
    for path in page.HERE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'(?<!_)missing\("([^"]+)"', text))
        found |= set(re.findall(r'problem="([^"]+)"', text))
        found |= set(re.findall(r'AccountError\("(Too many[^"]+)"', text))
    found |= {"There is no such page or case.", record.NO_THING, cases.STAYS, cases.BREAKS, cases.WAYS}
    kinds = (Answer, PartyRole, ClaimKind, Modality, Kind, StepStatus, Role, Stage)
    found |= {member.value for kind in kinds for member in kind} | {str(v) for v in Verdict} | set(FLAGS.values())
    return found | {
        "yes, if signed",
        "added",
        "corrected",
        "retracted",
        "words erased",
        "yes",
        "no",
        "open",
        "unresolvable",
    }


def test_every_sentence_is_translated_and_every_translation_is_said(tmp_path: Path) -> None:
    words = catalogue("ar")
    case = browser(folder=tmp_path).material.cases.open("syria-2016-08")
    titles = {s.title for s in case.report.sections} | {r.question for r in case.assessment.ladder}
    wanted = said() | titles
    assert sorted(wanted - set(words)) == []
    assert sorted(set(words) - wanted) == []


def test_what_is_filled_in_has_its_place_in_both() -> None:
    for english, arabic in catalogue("ar").items():
        assert english.count("{}") == arabic.count("{}"), english
        assert re.search("[\u0600-\u06ff]", arabic), english


def test_the_language_is_the_one_chosen_or_the_browser_asks_for() -> None:
    assert chosen("", "fr,ar-SY;q=0.9,en;q=0.5") == "ar"
    assert chosen("en", "ar") == "en"
    assert chosen("../../etc", "xx") == "en"
    assert translator("en")("Version {}: {}", 1, "added") == "Version 1: added"
    assert {p.stem for p in FOLDER.glob("*.json")} == set(NAMES) - {"en"}


def test_a_page_turns_round_in_arabic_and_back(tmp_path: Path) -> None:
    user = browser(folder=tmp_path).enter()
    there = user.follow(user.post("/language", language="ar", back="/case/syria-2016-08"))
    assert '<html lang="ar" dir="rtl">' in there.text
    assert "هل يوقّعون؟" in there.text
    back = user.follow(user.post("/language", language="en", back="//evil.example/"))
    assert '<html lang="en">' in back.text
    for away in ("https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example"):
        location = user.post("/language", language="en", back=away).headers["location"]
        assert re.match(r"/(?![/\\])", location), away


def test_a_failure_is_told_in_the_language(tmp_path: Path) -> None:
    user = browser(folder=tmp_path).enter()
    user.post("/language", language="ar", back="/")
    assert "لا توجد صفحة أو حالة كهذه." in user.get("/case/nowhere").text
    with pytest.raises(HTTPException):
        page.missing("anything")
