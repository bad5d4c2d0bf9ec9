from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import reading as gold
from articles import ARTICLE
from ceasefire.cli import main
from ceasefire.errors import MaterialError
from ceasefire.reading.account import account
from ceasefire.reading.clean import clean
from ceasefire.reading.dates import dates
from ceasefire.reading.draft import Context, draft
from ceasefire.reading.draft import read as read_whole
from ceasefire.reading.drafted import Drafted
from ceasefire.reading.quotations import quotations
from ceasefire.reading.sentences import sentences
from ceasefire.record.document import Document
from ceasefire.record.query import Asked, every, things
from ceasefire.record.store import open_record

PARTIES = {
    "us": ("United States", "Washington"),
    "russia": ("Russia", "Moscow", "Russian Federation"),
    "syria": ("Syrian government", "Damascus"),
    "un": ("United Nations", "UN"),
}


def read(text: str, written: str = "2016-08-27") -> list[Drafted]:
    document = Document(title="x", text=text, on=written)
    return draft(document, Context(date.fromisoformat(written), PARTIES, "The Paper"))


def test_an_article_is_drafted() -> None:
    told = [(d.claim.kind.value, d.claim.speaker, d.claim.quote[:30]) for d in read(ARTICLE)]
    assert told == [
        ("act reported", "", "After missing an initial targe"),
        ("agreement status", "John Kerry", "the vast majority of technical"),
        ("statement", "John Kerry", "“We are not going to rush into"),
        ("accusation", "Sergei Lavrov", "Washington of failing to separ"),
        ("denial", "syria", "dropping barrel bombs"),
        ("statement", "residents", "helicopters dropped barrel bom"),
        ("agreement status", "the Guardian", "The future of President Assad "),
        ("promise", "russia", "to support a 48-hour pause in "),
        ("non-consultation", "un", "it had not been consulted on t"),
    ]


def test_what_is_open_is_flagged_and_not_guessed() -> None:
    met = read("Kerry met Sergei Lavrov. John Kerry and Sergei Lavrov ate. “We are not going to rush,” he said.")
    assert met[0].claim.speaker_may_be == ("John Kerry", "Sergei Lavrov")
    assert met[0].flags == ("open-speaker",)
    drafts = read(ARTICLE)
    assert [d.claim.quote[:20] for d in drafts if "contradiction" in d.flags] == [
        "dropping barrel bomb",
        "helicopters dropped ",
    ]
    alone = read("Anna Berg spoke first. “We are close,” she said.")
    assert (alone[0].claim.speaker, alone[0].flags) == ("Anna Berg", ())


def test_dates_keep_their_precision() -> None:
    drafts = {d.claim.kind.value: d.claim for d in read(ARTICLE)}
    assert drafts["act reported"].due == "2016-08-01"
    assert drafts["promise"].due == "late August 2016"
    assert drafts["denial"].on == "2016-08-27~"
    assert (drafts["non-consultation"].about, drafts["non-consultation"].negated) == (("un",), True)
    assert drafts["accusation"].about == ("us",)


def test_a_small_us_is_no_party() -> None:
    (said,) = read("Kerry said that they had told us nothing of it.")
    assert said.claim.about == ()
    assert read("Kerry said that the US had left.")[0].claim.about == ("us",)


def test_chains_hearers_and_what_was_declined() -> None:
    told, cited, declined = read(
        "Kerry told Lavrov that attacks must stop. State television reported that the road was open, citing Interfax. "
        "Mr. Tal declined to say whether aircraft would be grounded."
    )
    assert (told.claim.speaker, told.claim.audience, told.claim.modality.value) == ("Kerry", "Lavrov", "required")
    assert (cited.claim.speaker, cited.claim.via, cited.claim.quote) == (
        "State television",
        ("Interfax",),
        "the road was open",
    )
    assert (declined.claim.kind.value, declined.claim.negated, declined.claim.speaker) == ("statement", True, "Mr. Tal")
    assert told.claim.reporter == "The Paper"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("on Aug. 1", ["2016-08-01"]),
        ("in July", ["2016-07"]),
        ("in December", ["2015-12"]),
        ("until December", ["2016-12"]),
        ("late August 2015", ["late August 2015"]),
        ("by Sept. 12", ["2016-09-12"]),
        ("on Friday", ["2016-08-26"]),
        ("on Saturday", ["2016-08-27"]),
        ("next week", ["2016-08-29/2016-09-04"]),
        ("last month, yesterday", ["2016-07", "2016-08-26"]),
        ("2016-02-27", ["2016-02-27"]),
        ("2016-02-31 and 31 June", []),
        ("they may march on", []),
        ("3 March 2011", ["2011-03-03"]),
    ],
)
def test_dates_in_words(text: str, meant: list[str]) -> None:
    assert [d.meant for d in dates(text, (0, len(text)), date(2016, 8, 27))] == meant


def test_the_gold_texts_are_read_as_well_as_is_said() -> None:
    names = [p.stem for p in gold.GOLD.glob("held_out*.txt")]
    found = gold.measure(names)
    assert found["content, direct"][2] >= 0.90
    assert found["content, indirect"][2] >= 0.70
    assert found["source"][2] >= 0.80
    made = gold.measure([p.stem for p in gold.GOLD.glob("*.txt") if not p.stem.startswith("held")])
    assert made["content"][2] >= 0.95


@given(
    st.text(alphabet=st.sampled_from("abc AB.,:;“”\"'\n-–said told that he The according to denied 1Aug"), max_size=300)
)
def test_any_text_is_read_and_every_quote_stands_in_it(text: str) -> None:
    document = Document(title="x", text=text)
    for one in draft(document, Context(date(2016, 8, 27), PARTIES)):
        assert one.claim.span is not None
        assert text[slice(*one.claim.span)] == one.claim.quote
        for part in (one.source, one.cue):
            assert part is None or 0 <= part[0] < part[1] <= len(text)


WORDS = (  # noqa: SIM905  a list of words reads better unbroken
    "said told reporters that , . ; : “Yes, he left,” “Never” ‘quoted’ he she they it the a minister envoy "
    "Dahl Lena Orso Mr. Tal and but while who which not n't did would will has had been was denied accused "
    "calling saying adding according to quoted as by in on Tuesday late June May 5/6/2019 within ten days to "
    "leave sign if (OAA) Office for Aid “ ” \" ' ''x y'' — - is are claims ruled out agreed missed target date "
    "deadline postponed until consulted troops entered town surrendered $ 40 per cent US a statement from read "
    "asked went on “The Long Ford.” \n\n « Non », a déclaré le ministre que selon «Да», — сказал он заявил, "
    'что قال الوزير إن "لا" وأضاف أن '
).split(" ")


@given(st.lists(st.sampled_from(WORDS), max_size=45))
def test_any_words_are_read_and_every_sentence_is_accounted_for(words: list[str]) -> None:
    document = Document(title="x", text=" ".join(words))
    found = read_whole(document, Context(date(2016, 8, 27), PARTIES))
    assert all(document.text[slice(*(d.claim.span or (0, 0)))] == d.claim.quote for d in found.drafts)
    assert len(account(document.text, found)) == len(found.sentences)


def test_a_long_text_takes_time_in_proportion() -> None:
    text = ARTICLE * 200
    assert len(quotations(text, sentences(text))) == 8 * 200


def test_html_is_read_without_what_stands_around_it() -> None:
    paragraphs = "".join(f"<p>{p}</p>" for p in ARTICLE.split("\n\n")[1:])
    page = "<html><head><title>Near accord</title><script>alert(1)</script></head><body><nav>Home Sport</nav>"
    page += f"<article>{paragraphs}</article><footer>Cookies</footer></body></html>"
    found = clean(page.encode(), "a.html")
    assert "vast majority" in found.text
    assert "Cookies" not in found.text
    assert "alert" not in found.text


def test_an_entity_of_xml_is_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    bomb = "".join(f'<!ENTITY e{k} "{f"&e{k - 1};" * 10 if k else "ha"}">' for k in range(12))
    head = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">{bomb}]>'
    body = "<html><body><article><p>" + "He said that &x; it was so. &e11; " * 5 + "</p></article></body></html>"
    found = clean((head + body).encode(), "a.html")
    assert "SECRET" not in found.text
    assert len(found.text) < 10_000


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "no text in it"),
        (b"   \n", "no text in it"),
        (b"PK\x03\x04rest", "packed or an office file"),
        (b"\x1f\x8brest", "packed or an office file"),
        (b"%PDF-1.4 broken", "the PDF cannot be read"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a\x00b", "it is not text"),
        ("القرية".encode("windows-1256"), "it is not UTF-8 text"),
        (b"<html><body></body></html>", "no article was found"),
        (b"x" * 20_000_001, "larger than"),
    ],
)
def test_what_cannot_be_read_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(MaterialError, match=message):
        clean(raw, "file")


def test_a_pdf_is_read() -> None:
    found = clean(pdf("Kerry said the talks were close. He added that he would return."), "a.pdf")
    assert found.text == "Kerry said the talks were close. He added that he would return."


def pdf(text: str) -> bytes:
    """A page with a line of text, as small as a PDF can be."""
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(made),
    )


@pytest.fixture
def article(tmp_path: Path, run: Callable[..., Result]) -> tuple[Path, Path]:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    drafts, record = tmp_path / "drafts.json", tmp_path / "r.db"
    done = run(
        "read", path, "--date", "2016-08-27", "--case", "syria-2016-08", "--publisher", "The Paper", "-o", drafts
    )
    assert done.exit_code == 0, done.stderr
    assert run("record", "new", record).exit_code == 0
    return drafts, record


def review(drafts: Path, record: Path, answers: str) -> Result:
    return CliRunner().invoke(main, ["review", str(drafts), "--record", str(record), "--by", "ann"], input=answers)


def test_a_review_can_be_broken_off_and_gone_on_with(article: tuple[Path, Path]) -> None:
    drafts, record = article
    first = review(
        drafts, record, "\na\nr\ne\nspeaker=John F. Kerry\na\n"
    )  # the answers end: as when a terminal is closed
    assert first.exit_code == 0
    assert "3 decided now; 2 accepted, 1 rejected, 6 waiting" in first.stdout
    second = review(drafts, record, "\ns\nq\n")
    assert "0 decided now; 2 accepted, 1 rejected, 6 waiting" in second.stdout
    with open_record(str(record)) as held:
        claims = list(every(held, Asked(who="john f. kerry")))
        assert len(claims) == 1
        value = claims[0].value
        assert getattr(value, "review") == "accepted by ann"  # noqa: B009  a claim, as its name says
        assert things(held, Asked()).total == 3


def test_an_edit_cannot_change_the_words(article: tuple[Path, Path]) -> None:
    drafts, record = article
    done = review(drafts, record, "\ne\nquote=something else\ne\nkind=nonsense\ne\nabout=[us, russia]\na\nq\n")
    assert "reject the draft and add a claim instead" in done.stderr
    assert "Input should be" in done.stderr
    assert "1 accepted" in done.stdout
    assert json.loads(drafts.read_text(encoding="utf-8"))["drafts"][0]["claim"]["about"] == ["us", "russia"]


def test_accepting_all_leaves_a_loud_mark(article: tuple[Path, Path], run: Callable[..., Result]) -> None:
    drafts, record = article
    done = run("review", drafts, "--record", record, "--accept-all")
    assert "WARNING: 9 drafts of a machine entered the record unread" in done.stderr
    with open_record(str(record)) as held:
        assert {getattr(e.value, "review", "not reviewed: accepted in bulk") for e in every(held, Asked())} == {
            "not reviewed: accepted in bulk"
        }
    again = run("review", drafts, "--record", record, "--accept-all")
    assert "0 decided now; 9 accepted" in again.stdout


def test_drafts_that_were_tampered_with_are_refused(article: tuple[Path, Path], run: Callable[..., Result]) -> None:
    drafts, record = article
    value = json.loads(drafts.read_text(encoding="utf-8"))
    value["drafts"][1]["claim"]["quote"] = "everything was agreed"
    drafts.write_text(json.dumps(value), encoding="utf-8")
    done = run("review", drafts, "--record", record)
    assert done.exit_code == 1
    assert "does not stand in the document" in str(done.exception)
    drafts.write_text("[]", encoding="utf-8")
    assert "no file of drafts" in str(run("review", drafts, "--record", record).exception)


def test_the_command_with_bad_input(tmp_path: Path, run: Callable[..., Result]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Nothing here.", encoding="utf-8")
    assert run("read", path).exit_code == 2
    assert run("read", path, "--date", "someday").exit_code == 2
    assert run("read", tmp_path / "none.txt", "--date", "2016").exit_code == 1
    empty = run("read", path, "--date", "2016-08-27")
    assert empty.exit_code == 1
    assert "nothing that somebody says was found (the text is in English)" in empty.stderr


def test_drafts_are_printed(tmp_path: Path, run: Callable[..., Result]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    page = run("read", path, "--date", "2016-08-27", "--case", "syria-2016-08").stdout
    assert "3. John Kerry, for us (role): statement (direct; intended; negated)\n" in page
    assert "   ? another draft of this text says otherwise\n" in page
    assert json.loads(run("read", path, "--date", "2016-08-27", "--json").stdout)["schema"] == "drafts/1"
