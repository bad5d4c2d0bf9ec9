"""Sheets and columnar files: what spreadsheets and other programs keep, the awkward ones among them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
import xlwt
from pyarrow import parquet

from ceasefire.errors import MaterialError
from ceasefire.table.reader import Way, open_table
from ceasefire.table.workbook import write_xlsx

KNOWN = ((frozenset({"id", "day"}), frozenset({"id", "day", "who", "dead"})),)
ROWS: list[list[Any]] = [
    ["id", "day", "who", "dead"],
    [1, date(2021, 3, 16), "Northern Column", 2],
    [2, date(2021, 3, 17), "River", None],
]
WANTED = [("1", "2021-03-16", "Northern Column", "2"), ("2", "2021-03-17", "River", "")]


def read(path: Path, **way: Any) -> list[tuple[str, ...]]:
    table = open_table(path, Way(known=KNOWN, **way))
    return [tuple(r.cells[n] for n in ("id", "day", "who", "dead")) for r in table.rows() if not r.wrong]


def xlsx(path: Path, fill: Callable[[Any], None] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ROWS:
        sheet.append(row)
    if fill:
        fill(book)
    book.save(path)
    return path


def ods(path: Path) -> Path:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c or ""}</text:p></table:table-cell>' for c in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    inner = f"<table:table table:name='S'>{cells}</table:table>"
    body = f"<office:body><office:spreadsheet>{inner}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml", f'<?xml version="1.0"?><office:document-content {spaces}>{body}</office:document-content>'
        )
        kind = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        packed.writestr("META-INF/manifest.xml", f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{kind}"/>')
    return path


def test_workbooks_of_all_kinds(tmp_path: Path) -> None:
    assert read(xlsx(tmp_path / "t.xlsx")) == WANTED
    old = xlwt.Workbook()
    sheet = old.add_sheet("S")
    for r, row in enumerate(ROWS):
        for c, cell in enumerate(row):
            if cell is not None:
                sheet.write(
                    r,
                    c,
                    cell,
                    xlwt.easyxf(num_format_str="YYYY-MM-DD") if isinstance(cell, date) else xlwt.Style.default_style,
                )
    old.save(str(tmp_path / "t.xls"))
    assert read(tmp_path / "t.xls") == WANTED
    assert read(ods(tmp_path / "t.ods")) == WANTED
    write_xlsx(tmp_path / "ours.xlsx", [("S", [[str(c) if isinstance(c, date) else c for c in row] for row in ROWS])])
    assert read(tmp_path / "ours.xlsx") == WANTED


def test_a_workbook_with_titles_merged_cells_errors_and_a_macro(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.insert_rows(1, 2)
        sheet["A1"] = "Events, downloaded on 1 April"
        sheet["C4"] = "=1/0"
        sheet.append([3, datetime(2021, 3, 18, 14, 30), "Both", "#DIV/0!"])  # noqa: DTZ001  sheets know no zones
        sheet.append([4, None, "Both", 1])
        sheet.merge_cells("B6:B7")
        book.create_sheet("Notes")["A1"] = "nothing here"

    path = xlsx(tmp_path / "t.xlsm", fill)
    table = open_table(path, Way(known=KNOWN))
    found = [r.cells for r in table.rows()]
    assert [r["id"] for r in found] == ["1", "2", "3", "4"]
    assert found[2]["day"] == found[3]["day"] == "2021-03-18 14:30:00"
    assert found[2]["dead"] == ""
    said = " ".join(str(n) for n in table.notes)
    assert "cells are merged (B6:B7)" in said
    assert "of 2 sheets `Sheet` was read" in said
    assert "stand in line 3" in said


def test_several_tables_need_a_name(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        for row in ROWS:
            (book["B"] if "B" in book.sheetnames else book.create_sheet("B")).append(row)

    path = xlsx(tmp_path / "t.xlsx", fill)
    with pytest.raises(MaterialError, match="several sheets with tables: Sheet, B"):
        read(path)
    assert read(path, sheet="B") == WANTED
    with pytest.raises(MaterialError, match="no sheet `C`"):
        read(path, sheet="C")


def damaged(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def bomb(raw: bytes) -> bytes:
    held, made = zipfile.ZipFile(io.BytesIO(raw)), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packing:
        for member in held.infolist():
            packing.writestr(member.filename, held.read(member))
        packing.writestr("xl/media/big.xml", b"0" * 200_000_000)
    held.close()
    return made.getvalue()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (damaged, "cannot be"),
        (bomb, "unpacks to more than"),
        (
            lambda _: b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (lambda _: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "the workbook cannot be read"),
    ],
    ids=["damaged", "bomb", "password", "no book"],
)
def test_a_workbook_that_cannot_be_read_is_refused(
    tmp_path: Path, spoil: Callable[[bytes], bytes], message: str
) -> None:
    path = xlsx(tmp_path / "t.xlsx")
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(MaterialError, match=message):
        read(path)


def test_a_sheet_of_pictures_has_no_table(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(MaterialError, match="no table in it"):
        read(path)


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    named = dict(zip(ROWS[0], zip(*ROWS[1:], strict=True), strict=True))
    parquet.write_table(pa.table(named), path)
    assert read(path) == WANTED
    parquet.write_table(pa.table({**named, "nested": [{"a": 1}, {"a": 2}]}), path)
    with pytest.raises(MaterialError, match="`nested` hold tables of their own"):
        read(path)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(MaterialError, match="cannot be read"):
        read(path)
