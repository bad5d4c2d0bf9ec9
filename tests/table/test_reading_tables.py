"""Tables as other programs leave them: each is read as a person would read it, or refused with a word that says why."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from pathlib import Path

import pytest

from ceasefire.errors import MaterialError
from ceasefire.table.reader import Row, Table, Way, open_table

PLAIN = "id,day,who,dead\n1,2021-03-16,Northern Column,2\n2,2021-03-17,River Brigade,0\n"
KNOWN = ((frozenset({"id", "day"}), frozenset({"id", "day", "who", "dead"})),)


def table(tmp_path: Path, content: str | bytes, name: str = "t.csv", way: Way | None = None) -> Table:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_table(path, way or Way(known=KNOWN))


def rows(tmp_path: Path, content: str | bytes, name: str = "t.csv", way: Way | None = None) -> list[Row]:
    return list(table(tmp_path, content, name, way).rows())


def cells(found: list[Row]) -> list[tuple[str, ...]]:
    return [tuple(row.cells[n] for n in ("id", "day", "who", "dead")) for row in found]


def packed(content: bytes, *beside: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packing:
        packing.writestr("t.csv", content)
        for name, more in beside:
            packing.writestr(name, more)
    return held.getvalue()


WANTED = [("1", "2021-03-16", "Northern Column", "2"), ("2", "2021-03-17", "River Brigade", "0")]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", "|"),
        "sep=,\n" + PLAIN,
        "sep=;\n" + PLAIN.replace(",", ";"),
        "\n\n" + PLAIN,
        "Downloaded on 1 April 2021\n\n" + PLAIN,
        "A title; with a semicolon\n" + PLAIN,
        PLAIN.replace("id,day", "ID,DAY"),
        PLAIN.replace("id,day", " id , day"),
        PLAIN.replace("id,day", '"id","day\n(when it happened)"'),
        PLAIN.replace("\n1,", "\n#event+id,#date,#group,#affected+killed\n1,", 1),
        PLAIN + PLAIN,
        "id,day,who,dead\n" + '"1",1,2021-03-16,Northern Column,2\n"2",2,2021-03-17,River Brigade,0\n',
        ",id,day,who,dead\n0,1,2021-03-16,Northern Column,2\n1,2,2021-03-17,River Brigade,0\n",
        PLAIN.replace("dead\n", "dead,\n", 1).replace("2\n2", "2,\n2", 1)[:-1] + ",\n",
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        gzip.compress(PLAIN.encode()),
        bz2.compress(PLAIN.encode()),
        lzma.compress(PLAIN.encode()),
        packed(PLAIN.encode(), ("__MACOSX/._t.csv", b"\x00"), (".DS_Store", b"\x00"), ("readme.md", b"read me")),
    ],
    ids=lambda c: repr(c[:30]),
)
def test_what_happens_on_its_way_changes_nothing(tmp_path: Path, content: str | bytes) -> None:
    found = rows(tmp_path, content)
    assert [r.wrong for r in found] == [""] * len(found)
    assert list(dict.fromkeys(cells(found))) == WANTED


def test_words_that_mean_empty_are_counted_and_can_be_others(tmp_path: Path) -> None:
    said = PLAIN.replace("Northern Column", "NA").replace(",0\n", ",#N/A\n")
    held = table(tmp_path, said)
    assert [r.cells["who"] for r in held.rows()] == ["", "River Brigade"]
    assert held.emptied == {"NA": 1, "#N/A": 1}
    kept = rows(tmp_path, said, way=Way(known=KNOWN, empty=frozenset({"-"})))
    assert kept[0].cells["who"] == "NA"


def test_a_note_over_lines_is_one_cell(tmp_path: Path) -> None:
    text = 'id,day,who,dead\n1,2021-03-16,"Column\nof, the ""north""\n\nvalley",2\n2,2021-03-17,River Brigade,0\n'
    found = rows(tmp_path, text)
    assert [r.line for r in found] == [2, 6]
    assert found[0].cells["who"] == 'Column\nof, the "north"\n\nvalley'


@pytest.mark.parametrize("closes", [True, False])
def test_a_quotation_mark_left_open_swallows_nothing(tmp_path: Path, closes: bool) -> None:
    lines = [f"{k},2021-03-16,Northern Column,{k}" for k in range(1, 101)]
    lines[11] = '12,2021-03-16,"Northern Column,12'
    if closes:
        lines[29] = '30,2021-03-16,Northern" Column,30'
    found = rows(tmp_path, "id,day,who,dead\n" + "\n".join(lines) + "\n")
    assert [r.cells["id"] for r in found] == [str(k) for k in range(1, 101)]
    assert [r.line for r in found if r.odd] == [13]
    assert "quotation mark" in next(r.odd for r in found if r.odd)


def test_json_of_other_programs(tmp_path: Path) -> None:
    objects = [{"id": 1, "day": "2021-03-16", "who": "Northern Column", "dead": 2}]
    objects.append({"id": 2, "day": "2021-03-17", "who": "River Brigade", "dead": 0})
    geo = [
        {"type": "Feature", "properties": o, "geometry": {"type": "Point", "coordinates": [36.3, 33.5]}}
        for o in objects
    ]
    ways = [
        json.dumps(objects),
        json.dumps(objects, indent=2),
        json.dumps({"status": 200, "success": True, "count": 2, "data": objects}),
        "\n".join(json.dumps(o) for o in objects),
        json.dumps({"type": "FeatureCollection", "features": geo}),
    ]
    for text in ways:
        assert cells(rows(tmp_path, text, "t.json")) == WANTED, text[:60]
    assert rows(tmp_path, ways[-1], "t.json")[0].cells["latitude"] == "33.5"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"success": false, "error": "no such key"}', "a service that failed: no such key"),
        ('{"status": 403, "success": false, "error": {"message": "denied"}}', "that failed: denied"),
        ('{"count": 0, "data": []}', "there are no rows in it"),
        ('{"count": 5000, "data": [{"id": 1}]}', "says there are 5000 rows and holds 1 of them"),
        ('[{"id": 1, "repeat": [{"a": 1}]}]', "a repeat group"),
        ('{"a": 1}', "holds no list of objects"),
        ('[{"id": 1}, 5]', "element 2 is no object"),
        ("", "it is empty"),
        ("\n\n\n", "it is empty"),
        (b"\x00\x01\x02\x03\x04\x05\x06\x07" * 40, "it is not text"),
        (packed(PLAIN.encode(), ("u.csv", b"a,b\n")), "it holds 2 tables"),
        (b"PK\x05\x06" + b"\x00" * 18, "an empty zip"),
        (gzip.compress(PLAIN.encode())[:-12], "cannot be unpacked"),
        (lzma.compress(PLAIN.encode())[:-20], "cannot be unpacked"),
        (gzip.compress(b"0" * 300_000_000), "refused"),
    ],
    ids=lambda c: repr(c[:24]),
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(MaterialError) as caught:
        rows(tmp_path, content, "t.json" if isinstance(content, str) else "t.csv")
    assert message in str(caught.value)


def test_bytes_of_another_encoding_spoil_their_row_and_show_how_they_would_read(tmp_path: Path) -> None:
    found = rows(tmp_path, PLAIN.replace("River", "القرية").encode("windows-1256"))
    assert [bool(r.wrong) for r in found] == [False, True]
    assert "`القرية` with --encoding windows-1256" in found[1].wrong
    assert (
        rows(tmp_path, PLAIN.replace("River", "Séléka").encode("latin-1"), way=Way("windows-1252", known=KNOWN))[
            1
        ].wrong
        == ""
    )
    with pytest.raises(MaterialError, match="there is no encoding"):
        rows(tmp_path, PLAIN, way=Way("klingon"))
