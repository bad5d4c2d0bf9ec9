"""Record, articles, agreements, forecasts in the pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from articles import ARTICLE
from ceasefire.monitoring.known import reports_of
from ceasefire.reading.drafts import read_drafts
from ceasefire.record.append import Draft
from ceasefire.record.claim import Claim, ClaimKind
from ceasefire.record.document import Document
from ceasefire.record.entry import Action, Kind
from ceasefire.record.incident import Incident
from ceasefire.record.intake.run import How, take_file
from ceasefire.record.place import begin
from ceasefire.record.query import Asked, every, history
from ceasefire.record.store import open_record
from ceasefire.record.thing import Sensitivity
from ceasefire.web.doors.session import Role
from client import EXAMPLES, HOSTILE, Tags, browser

VALLEY = str(EXAMPLES / "valley.yaml")


@pytest.fixture(scope="module")
def valley(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A record with the incidents of the example; tests do not write to it."""
    place = str(tmp_path_factory.mktemp("record") / "valley.db")
    begin(place)
    with open_record(place, write=True) as held:
        take_file(held, EXAMPLES / "valley.jsonl", How("tester"))
    return place


@pytest.fixture
def place(tmp_path: Path) -> str:
    path = str(tmp_path / "r.db")
    begin(path)
    return path


def put(place: str, *values: Document | Claim | Incident) -> list[str]:
    with open_record(place, write=True) as held:
        return list(held.append([Draft(v) for v in values], "tester").things)


def test_searching_and_the_next_page(valley: str, tmp_path: Path) -> None:
    user = browser(folder=tmp_path, record=valley).enter()
    first = user.get("/record?kind=incident")
    assert "1 to 50 of 199" in first.text
    assert "skip=50" in first.text
    assert "51 to 100 of 199" in user.get("/record?kind=incident&skip=50").text
    found = user.get("/record?what=shelling&who=upper&since=2021-04-01")
    assert "shelling" in found.text
    assert "clash<" not in found.text
    assert user.get("/record?since=whenever").status_code == 422
    assert user.get("/record?kind=rumour").status_code == 422
    assert "Nothing found." in user.get("/record?who=nobody+at+all").text
    table = user.get("/record.csv?kind=incident&what=shelling")
    assert table.headers["content-disposition"].startswith("attachment")
    assert table.text.count("shelling") == table.text.count("\n") - 1


def test_sql_in_filters_is_text(valley: str, tmp_path: Path) -> None:
    user = browser(folder=tmp_path, record=valley).enter()
    before = user.get("/api/record").json()["total"]
    for said in ("'; DROP TABLE entry; --", "' OR '1'='1", "%", "_", "\\", "x' UNION SELECT * FROM record --"):
        for name in ("what", "who", "whom", "topic", "place", "kind", "document", "skip", "since"):
            answer = user.get("/record", params={name: said})
            assert answer.status_code in {200, 422}, (name, said)
            if name == "who":
                assert "Nothing found." in answer.text, said
    assert user.get("/api/record").json()["total"] == before > 0


def test_a_claim_from_its_words_to_its_retraction(place: str, tmp_path: Path) -> None:
    document = put(place, Document(title="Statement", on="2016-08-26", text="We are close, he said. Very close."))[0]
    user = browser(folder=tmp_path, record=place).enter()
    form = {
        "kind": "statement",
        "speaker": "Kerry",
        "about": "us; russia",
        "quote": "We are close",
        "document": document,
    }
    wrong = user.post("/record/add", **{**form, "quote": "We are far"})
    assert wrong.status_code == 422
    assert "do not stand in the document" in wrong.text
    assert user.post("/record/add", kind="statement").status_code == 422
    assert user.post("/record/add", **{**form, "document": "document-nowhere"}).status_code == 422
    page = user.follow(user.post("/record/add", **form))
    name = page.url.path.rsplit("/", 1)[1]
    with open_record(place) as held:
        claim = history(held, name)[-1]
    assert isinstance(claim.value, Claim)
    assert (claim.value.span, claim.value.about, claim.entered_by) == ((0, 12), ("us", "russia"), "tester")
    assert name in user.get(f"/record/thing/{document}").text
    here = f"/record/thing/{name}"
    assert user.post(here, do="correct", field="speaker", value="Lavrov", reason="").status_code == 422
    assert user.post(here, do="correct", field="credibility", value="9", reason="x").status_code == 422
    user.post(here, do="correct", field="speaker", value="Lavrov", reason="misheard")
    user.post(here, do="retract", reason="<b>forged</b>")
    page = user.get(here)
    assert [page.text.count(w) for w in ("Version 1: added", "Version 2: corrected", "Version 3: retracted")] == [
        1,
        1,
        1,
    ]
    assert "<mark>Lavrov</mark>" in page.text
    assert "&lt;b&gt;forged" in page.text
    assert "Nothing found." in user.get("/record?who=lavrov&kind=claim").text
    assert "retracted" in user.get("/record?who=lavrov&retracted=yes").text


def test_an_article_is_read_and_decided_beside_its_words(place: str, tmp_path: Path) -> None:
    user = browser(folder=tmp_path, record=place).enter()
    assert user.post("/articles", text="", on="2016-08-27").status_code == 422
    assert user.post("/articles", text=ARTICLE, on="").status_code == 422
    assert user.post("/articles", text="Nothing at all.", on="2016-08-27").status_code == 422
    page = user.follow(user.post("/articles", text=ARTICLE, on="2016-08-27", title="Near accord", case="syria-2016-08"))
    here = page.url.path
    drafts_file = next((tmp_path / "drafts").glob("*.drafts.json"))
    count = len(read_drafts(drafts_file.read_bytes(), "").items)
    assert page.text.count('class="draft"') == count
    assert page.text.count('class="quote"') >= count
    accepted = user.post(
        here, number="1", do="accept", kind="agreement status", speaker="us", about="russia; us", on="2016-08-26"
    )
    assert accepted.headers["location"].startswith(here)
    user.post(here, number="0", do="reject")
    user.post(here, number="2", do="keep", kind="statement", speaker="us", note="to be asked again")
    again = user.post(here, number="1", do="accept")
    assert again.status_code == 422
    assert "decided already" in again.text
    assert user.post(here, number="2", do="accept", kind="rumour").status_code == 422
    with open_record(place) as held:
        claims = list(every(held, Asked(kind=Kind.CLAIM)))
        documents = list(every(held, Asked(kind=Kind.DOCUMENT)))
    assert len(claims) == len(documents) == 1
    claim = claims[0].value
    assert isinstance(claim, Claim)
    assert (claim.speaker, claim.about, claim.review) == ("us", ("russia", "us"), "accepted by tester")
    kept = read_drafts(drafts_file.read_bytes(), "")
    assert [i.decision for i in kept.items[:3]] == ["rejected", claims[0].thing, ""]
    assert kept.items[2].drafted.claim.note == "to be asked again"
    (tmp_path / "drafts" / "broken.drafts.json").write_text("{", encoding="utf-8")
    assert "this is no file of drafts" in user.get("/articles").text


def test_for_whom_a_speaker_speaks_is_answered_once_beside_the_article(place: str, tmp_path: Path) -> None:
    user = browser(folder=tmp_path, record=place).enter()
    text = "Anna Berg said the road was open. Berg added that it was safe. Kerry said it was late."
    page = user.follow(user.post("/articles", text=text, on="2016-08-27", title="Berg", case="syria-2016-08"))
    here = page.url.path
    assert "For whom do these speak?" in page.text
    assert page.text.count('name="party"') == 1, "whom the case does not know, and nobody else"
    assert user.post(here, do="stand", speaker="Anna Berg", party="nobody").status_code == 422
    assert user.post(here, do="stand", speaker="Anna Berg", party="us").status_code == 303
    kept = read_drafts(next((tmp_path / "drafts").glob("*.drafts.json")).read_bytes(), "")
    assert [(i.drafted.claim.for_, i.drafted.claim.for_by) for i in kept.items] == [
        ("us", "reviewer"),
        ("us", "reviewer"),
        ("us", "role"),
    ]
    assert user.post(here, do="stand", speaker="Anna Berg", party="un").status_code == 422, "answered already"
    assert "For whom do these speak?" not in user.get(here).text
    user.post(here, number="2", do="keep", **{"for": "russia"})
    kept = read_drafts(next((tmp_path / "drafts").glob("*.drafts.json")).read_bytes(), "")
    assert (kept.items[2].drafted.claim.for_, kept.items[2].drafted.claim.for_by) == ("russia", "reviewer")


def test_an_incident_leads_to_its_term_and_back(valley: str, tmp_path: Path) -> None:
    user = browser(folder=tmp_path, record=valley, agreements=(VALLEY,)).enter()
    page = user.get("/agreements/valley?count=incidents")
    assert "<svg" in page.text
    term = user.get("/agreements/valley/terms/1")
    assert "/incidents/incident-" in term.text
    name = term.text.split("/incidents/")[1].split('"')[0]
    incident = user.get(f"/incidents/{name}")
    assert "breach alleged" in incident.text or "breach confirmed" in incident.text
    assert "/agreements/valley/terms/1" in incident.text
    assert f"/incidents/{name}" in user.get(f"/record/thing/{name}").text
    cannot = user.get("/agreements/valley/terms/1?verdict=cannot+tell")
    assert cannot.status_code == 200
    for away in (
        "/agreements/nowhere",
        "/agreements/valley/terms/99",
        "/incidents/incident-none",
        "/agreements/valley?as_of=x",
    ):
        assert user.get(away).status_code == 404, away
    early = user.get("/api/agreements/valley?as_of=2021-01-01").json()
    late = user.get("/api/agreements/valley").json()
    assert early["as_of"] < late["as_of"]
    assert late["schema"] == "monitoring/1"


def test_incidents_from_files_where_there_is_no_record(valley: str, tmp_path: Path) -> None:
    with open_record(valley) as held:
        reports = reports_of(held)
    user = browser(folder=tmp_path, agreements=(VALLEY,), reports=reports).enter()
    assert "<svg" in user.get("/agreements/valley").text
    assert isinstance(reports.incidents, list)
    name = reports.incidents[0][0]
    assert user.get(f"/incidents/{name}").status_code == 200
    assert "No record is open" in user.get("/record").text
    assert user.get("/record.csv").status_code == 404


def test_a_forecast_is_frozen_from_the_page(place: str, tmp_path: Path) -> None:
    user = browser(folder=tmp_path, record=place).enter()
    form = {"question": "Will it hold for a week?", "probability": "0.3", "due": "2026-12-31", "why": "history"}
    for wrong in ({"probability": "1"}, {"due": "whenever"}, {"question": " "}):
        assert user.post("/forecasts", **{**form, **wrong}).status_code == 422, wrong
    page = user.follow(user.post("/forecasts", **form))
    assert "Will it hold for a week?" in page.text
    assert "30%" in page.text
    name = page.text.split("/record/thing/")[1].split('"')[0]
    refused = user.post(f"/record/thing/{name}", do="correct", field="probability", value="0.9", reason="better")
    assert refused.status_code == 422
    assert "is frozen" in refused.text


def test_what_is_held_more_closely_is_not_shown(place: str, tmp_path: Path) -> None:
    names = put(
        place,
        Incident(what="shelling", account="secret account", sensitivity=Sensitivity.RED, on="2021-03-03"),
        Incident(what="shooting", account="open account", sensitivity=Sensitivity.GREEN, on="2021-03-03"),
    )
    user = browser(folder=tmp_path, record=place, agreements=(VALLEY,), openness=Sensitivity.AMBER).enter()
    for path in ("/record", "/record.csv", "/api/record", "/agreements/valley", "/api/agreements/valley"):
        text = user.get(path).text
        assert "secret account" not in text, path
    assert "open account" in user.get("/record").text
    for path in ("/record/thing/", "/api/record/thing/", "/incidents/"):
        assert user.get(path + names[0]).status_code == 404, path
        assert user.get(path + names[1]).status_code == 200, path
    assert user.post(f"/record/thing/{names[0]}", do="retract", reason="x").status_code == 404
    seen = user.get("/api/agreements/valley").json()
    assert seen["incidents"] == 1


def test_what_was_closed_later_is_not_shown_by_an_earlier_date(place: str, tmp_path: Path) -> None:
    one = Incident(
        what="shelling",
        sensitivity=Sensitivity.GREEN,
        on="2021-03-14",
        known="2021-03-15",
        actors=("Upper Valley Guard",),
        against=("Lower Valley Militia",),
    )
    (name,) = put(place, one)
    user = browser(folder=tmp_path, record=place, agreements=(VALLEY,), openness=Sensitivity.AMBER).enter()
    then = "/agreements/valley/terms/1?as_of=2021-04-01"
    assert name in user.get(then).text
    with open_record(place, write=True) as held:
        closed = one.model_copy(update={"sensitivity": Sensitivity.RED})
        held.append([Draft(closed, name, Action.CORRECT, "it names a witness")], "tester")
    assert name not in user.get(then).text
    assert user.get(f"/incidents/{name}").status_code == 404


def test_words_are_taken_as_they_stand(place: str, tmp_path: Path) -> None:
    user = browser(folder=tmp_path, record=place).enter()
    page = user.follow(user.post("/record/add", kind="statement", note="[sic] {so}: true"))
    assert "[sic] {so}: true" in page.text
    hidden = user.post("/articles", text=ARTICLE, on="2016-08-27", title="a\u202eb")
    assert hidden.status_code == 422
    assert "U+202E" in hidden.text
    article = user.post("/articles", text=ARTICLE, on="2016-08-27", title="x").headers["location"].split("?")[0]
    assert user.post(article, number="0", do="keep", note="[1, 2]", speaker="[A]").status_code == 303
    for number in ("9" * 5_000, "-1", "", "x"):
        assert user.post(article, number=number, do="reject").status_code == 422, number[:5]


def test_the_words_of_a_document_held_more_closely_cannot_be_tried(place: str, tmp_path: Path) -> None:
    secret = put(place, Document(title="x", text="the secret words", sensitivity=Sensitivity.RED))[0]
    user = browser(folder=tmp_path, record=place, openness=Sensitivity.AMBER).enter()
    tried = [
        user.post("/record/add", kind="statement", quote=q, document=secret).text for q in ("the secret words", "other")
    ]
    assert all("There is no such thing in the record." in page for page in tried)


def test_an_article_held_more_closely_is_not_shown(place: str, tmp_path: Path) -> None:
    made = browser(folder=tmp_path, record=place).enter()
    here = made.post("/articles", text=ARTICLE, on="2016-08-27", title="Near accord").headers["location"]
    other = browser(folder=tmp_path, record=place, openness=Sensitivity.GREEN).enter()
    assert "Near accord" not in other.get("/articles").text
    assert other.get(here).status_code == 404
    assert other.post(here, number="0", do="reject").status_code == 404
    assert made.get(here).status_code == 200


def test_hostile_words_stay_words_on_every_page(place: str, tmp_path: Path) -> None:
    text = f"{HOSTILE} said: “{HOSTILE}”. Kerry said the talks were over."
    document = put(
        place, Document(title=HOSTILE, publisher=HOSTILE, on="2016-08-26", url="javascript:alert(1)", text=text)
    )[0]
    names = put(
        place,
        Claim(kind=ClaimKind.STATEMENT, speaker=HOSTILE, note=HOSTILE, about=(HOSTILE,)),
        Incident(what=HOSTILE, actors=(HOSTILE,), account=HOSTILE, reports=(HOSTILE,), on="2021-03-03"),
    )
    rows = [{"thing": "incident", "what": HOSTILE, "actors": [HOSTILE], "account": HOSTILE, "on": "2021-03-05"}]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    with open_record(place, write=True) as held:
        take_file(held, file, How(HOSTILE))
    user = browser(folder=tmp_path, record=place, agreements=(VALLEY,)).enter()
    article = user.post("/articles", text=text, on="2016-08-27", title=HOSTILE, publisher=HOSTILE, url=HOSTILE)
    paths = ["/record", "/forecasts", "/articles", "/agreements/valley", article.headers["location"]]
    paths += [f"/record/thing/{n}" for n in (document, *names)] + [
        f"/incidents/{names[1]}",
        "/agreements/valley/terms/1",
    ]
    paths += ['/record?what=<script>alert(1)</script>&who="><img src=x>', '/record/add?document="><script>x</script>']
    for path in paths:
        page = user.get(path)
        assert page.status_code == 200, path
        assert Tags(page.text).bad == [], path
        assert "javascript:" not in [h.strip()[:11] for h in page.text.split('href="')[1:]], path
    failed = user.post("/record/add", kind=HOSTILE, note=HOSTILE, speaker=HOSTILE)
    assert failed.status_code == 422
    assert Tags(failed.text).bad == []


def test_the_address_of_a_document_is_never_opened(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("something was asked of the network")

    name = put(place, Document(title="x", url="http://169.254.169.254/latest/meta-data/", on="2016-08-26"))[0]
    user = browser(folder=tmp_path, record=place).enter()
    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    page = user.get(f"/record/thing/{name}")
    assert page.status_code == 200
    assert 'href="http' not in page.text
    done = user.post("/articles", text=ARTICLE, on="2016-08-27", url="http://127.0.0.1:1/admin", title="http://x/")
    assert done.status_code == 303
    assert user.get("/articles").status_code == 200


def test_somebody_who_may_not_review_can_prepare(place: str, tmp_path: Path) -> None:
    user = browser(folder=tmp_path, record=place, role=Role.EDITOR).enter()
    page = user.follow(user.post("/articles", text=ARTICLE, on="2016-08-27", title="x"))
    assert 'value="accept"' not in page.text
    assert user.post(page.url.path, number="0", do="accept").status_code == 404
    assert user.post(page.url.path, number="0", do="keep", note="look here").status_code == 303
    with open_record(place) as held:
        assert not list(every(held, Asked()))
