"""Ways in and ways up that must stay shut: forged forms, roles by address, large and slow requests, sessions, passwords."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from ceasefire.record.place import begin
from ceasefire.record.thing import Sensitivity
from ceasefire.web.app import PAGES
from ceasefire.web.doors import guard
from ceasefire.web.doors import session as sessions
from ceasefire.web.doors.accounts import Account, AccountError, Accounts, Throttle
from ceasefire.web.doors.session import Role
from client import HOST, Browser, browser, shared_browser
from record_places import fresh_database

PASSWORD = "correct horse battery"  # noqa: S105  of a test
PROGRAM = str(Path(sys.executable).parent / "ceasefire")


@pytest.fixture
def user(tmp_path: Path) -> Browser:
    return browser(folder=tmp_path).enter()


def filled(path: str) -> str:
    """An address with something in the place of each name."""
    return re.sub(r"{\w+}", "syria-2016-08", path)


# --- forms -----------------------------------------------------------------------------------------------------------


def test_a_form_from_elsewhere_is_refused(user: Browser, tmp_path: Path) -> None:
    form = {"csrf": user.csrf, "title": "x", "as_of": "2026-01-01", "parties": "A\nB", "issues": "T: a | b"}
    for headers in (
        {},
        {"origin": "null"},
        {"origin": "http://evil.example"},
        {"origin": f"https://{HOST}"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": f"http://{HOST}.evil.example"},
        {"referer": f"http://{HOST}/new"},
    ):
        assert user.get("/new", "POST", data=form, headers=headers).status_code == 403, headers
    assert list(tmp_path.iterdir()) == []
    assert user.post("/new", **form).status_code == 303, "and the same from here goes through"


def test_a_form_without_the_token_of_its_session_is_refused(tmp_path: Path) -> None:
    mine, other = browser(folder=tmp_path).enter(), browser(folder=tmp_path).enter()
    for token in ("", "x", other.csrf, mine.session):
        answer = mine.get("/language", "POST", data={"csrf": token}, headers={"origin": f"http://{HOST}"})
        assert answer.status_code == 403, token
    answer = mine.get("/language", "POST", data={"language": "ar"}, headers={"origin": f"http://{HOST}"})
    assert answer.status_code == 403


def test_only_forms_are_read(user: Browser) -> None:
    headers = {"origin": f"http://{HOST}", "content-type": "application/json"}
    assert user.get("/new", "POST", content=json.dumps({"csrf": user.csrf}), headers=headers).status_code == 415
    headers["content-type"] = "text/plain"
    assert user.get("/new", "POST", content=f"csrf={user.csrf}", headers=headers).status_code == 415
    headers["content-type"] = "application/x-www-form-urlencoded"
    assert user.get("/new", "POST", content=b"\xff\xfe", headers=headers).status_code == 400
    for odd in (b"a=%00", b"a=%ff%fe", b"%00=1"):
        assert user.get("/new", "POST", content=odd, headers=headers).status_code == 400
    many = "&".join(f"a{k}=1" for k in range(guard.FIELDS + 1))
    assert user.get("/new", "POST", content=many, headers=headers).status_code == 400


def test_large_forms_are_refused_by_what_they_say_and_by_what_they_are(user: Browser) -> None:
    headers = {"origin": f"http://{HOST}", "content-type": "application/x-www-form-urlencoded"}
    said = {**headers, "content-length": str(guard.LARGEST + 1)}
    assert user.get("/new", "POST", content=b"a=1", headers=said).status_code == 413

    async def much() -> Any:
        for _ in range(guard.LARGEST // 1_000_000 + 2):
            yield b"a" * 1_000_000

    assert user.get("/new", "POST", content=much(), headers=headers).status_code == 413
    for wrong in ("-1", "1e9", "x"):
        assert user.get("/new", "POST", content=b"", headers={**headers, "content-length": wrong}).status_code == 413


def test_a_form_that_does_not_arrive_is_given_up(user: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "PATIENCE", 0.2)

    async def slow() -> Any:
        yield b"a="
        await asyncio.sleep(30)
        yield b"1"

    headers = {"origin": f"http://{HOST}", "content-type": "application/x-www-form-urlencoded"}
    begun = time.monotonic()
    assert user.get("/new", "POST", content=slow(), headers=headers).status_code == 408
    assert time.monotonic() - begun < 10


def test_a_connection_that_says_nothing_is_hung_up_on(tmp_path: Path) -> None:
    code = "from ceasefire.web import serving; serving.PATIENCE = 0.5; from ceasefire.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--folder", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            port = int(running.stdout.readline().split(":")[2].split("/")[0])
            with socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
                slow.sendall(b"GET / HTTP/1.1\r\nHost: 127")
                assert slow.recv(1) == b"", "hung up on, without an answer"
            with socket.create_connection(("127.0.0.1", port), timeout=20) as quick:
                quick.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
                assert quick.recv(12) == b"HTTP/1.1 403"
                quick.sendall(b"GET / HTTP/1.1\r\nHost: 127")
                while quick.recv(4096):
                    pass  # the rest of the first answer; then hung up on, within the time of this socket
        finally:
            running.terminate()


# --- roles and sessions ----------------------------------------------------------------------------------------------


def test_a_viewer_can_send_no_form_whatever_the_address(tmp_path: Path) -> None:
    record = str(tmp_path / "r.db")
    begin(record)
    viewer = browser(folder=tmp_path, role=Role.VIEWER, record=record).enter()
    harmless = {"/language", "/sign-out"}
    for page in PAGES:
        if page.path in harmless:
            continue
        answer = viewer.post(filled(page.path), do="save", kind="statement", note="x", title="x")
        assert answer.status_code in {403, 405}, page.path
        if page.role is not Role.VIEWER:
            assert viewer.get(filled(page.path)).status_code == 403, page.path
    assert "/edit" not in viewer.get("/case/syria-2016-08").text
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix != ".db") in ([], ["r.db-shm", "r.db-wal"])


def test_an_editor_cannot_do_what_a_reviewer_does(tmp_path: Path) -> None:
    record = str(tmp_path / "r.db")
    begin(record)
    editor = browser(folder=tmp_path, role=Role.EDITOR, record=record).enter()
    thing = editor.post("/record/add", kind="statement", note="said so").headers["location"]
    assert editor.post(thing, do="retract", reason="x").status_code == 403
    assert "Retract" not in editor.get(thing).text


def test_names_and_files_outside_are_not_reached(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("title: secret\n", encoding="utf-8")
    (tmp_path / "nowhere").mkdir()
    user = browser(folder=tmp_path / "nowhere").enter()
    for name in ("..%2fsecret", "%2e%2e%2fsecret.yaml", "%2fetc%2fpasswd", "secret", "a%00b", "....%2f%2fsecret"):
        for rest in ("/case.yaml", "/report.html", "/edit", "/text", ""):
            assert user.get(f"/case/{name}{rest}").status_code == 404, (name, rest)
        assert user.get(f"/articles/{name}").status_code == 404, name
        assert user.get(f"/agreements/{name}").status_code == 404, name
    made = user.post("/new", title="../../escape", as_of="2026-01-01", parties="A\nB", issues="T: a | b")
    assert made.headers["location"] == "/case/escape/edit"
    assert (tmp_path / "nowhere" / "escape" / "case.yaml").exists()


def test_downloads_are_attachments_in_a_sandbox(user: Browser) -> None:
    for path in ("/case/syria-2016-08/report.html", "/case/syria-2016-08/case.yaml"):
        answer = user.get(path)
        assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''syria-2016-08."), path
        assert answer.headers["content-security-policy"].startswith("sandbox"), path
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_svg_with_script_stays_text(tmp_path: Path) -> None:
    record = str(tmp_path / "r.db")
    begin(record)
    user = browser(folder=tmp_path, record=record).enter()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
    thing = user.post("/record/add", kind="statement", note=svg).headers["location"]
    assert svg not in user.get(thing).text
    assert "&lt;svg" in user.get(thing).text
    edit = user.post("/new", title=svg, as_of="2026-01-01", parties=f"{svg}\nB", issues=f"{svg}: a | {svg}").headers[
        "location"
    ]
    for path in (
        edit,
        edit.replace("/edit", ""),
        edit.replace("/edit", "/packages"),
        edit.replace("/edit", "/impediments"),
    ):
        assert "<script>alert" not in user.get(path).text, path
        assert "onload=" not in re.sub(r"&lt;svg.*?&gt;", "", user.get(path).text), path
    static = user.get("/static/pages.css")
    assert static.headers["content-type"].startswith("text/css")


def test_sessions_end(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = sessions.Sessions()
    cookie = kept.open(sessions.Session("a", Role.VIEWER))
    assert kept.find(cookie) is not None
    assert kept.find("never-opened") is None
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + sessions.IDLE + 1)
    assert kept.find(cookie) is None
    assert kept.known == {}


def test_a_page_links_to_nobody_else_whatever_the_address(user: Browser) -> None:
    for path in (f"http://{HOST}//evil.example/x", f"http://{HOST}/\\evil.example/x", "/case/%2f%2fevil.example"):
        page = user.get(path)
        assert page.status_code == 404, path
        for link in re.findall(r'(?:href|action|src|hx-post|hx-get)="([^"]*)"', page.text):
            assert re.match(r"/(?![/\\])|#|\?", link), (path, link)


# --- several people --------------------------------------------------------------------------------------------------


@pytest.fixture
def accounts(server: str) -> Accounts:
    """Accounts in a database of their own, with a record, and three people."""
    place = fresh_database(server)
    found = Accounts(place)
    found.prepare()
    found.prepare()
    for who, role in (("vera", Role.VIEWER), ("edi", Role.EDITOR), ("rosa", Role.REVIEWER)):
        found.add(Account(who, role, Sensitivity.AMBER, shut=False, made=""), PASSWORD, "root")
    return found


def test_people_sign_in_act_under_their_name_and_the_log_says_so(accounts: Accounts, tmp_path: Path) -> None:
    rosa = shared_browser(accounts, tmp_path)
    assert rosa.get("/").headers["location"] == "/sign-in"
    assert "Sign in" in rosa.get("/sign-in").text
    assert rosa.get("/static/pages.css").status_code == 200
    assert rosa.get("/api/cases").status_code == 303
    assert rosa.sign_in("rosa", "wrong password").status_code == 403
    rosa.session = "brought-along"
    answer = rosa.sign_in("rosa", PASSWORD)
    cookie = answer.headers["set-cookie"]
    assert "brought-along" not in cookie
    assert {"HttpOnly", "SameSite=strict"} <= {p.strip() for p in cookie.split(";")}
    thing = rosa.post("/record/add", kind="statement", note="said so", by="somebody else").headers["location"]
    assert "by rosa" in rosa.get(thing).text
    edit = rosa.post("/new", title="Valley", as_of="2026-01-01", parties="A\nB", issues="T: a | b").headers["location"]
    rosa.post(edit, do="status-quo", issue="t", value="b")
    rosa.post(edit, do="save")
    said = [f"{d.who} {d.what}" for d in accounts.log()]
    assert "rosa changed the case valley: status_quo.t = b" in said
    assert "rosa signed in" in said
    assert "rosa was refused at the door" in said
    assert PASSWORD not in " ".join(said)
    out = rosa.post("/sign-out")
    assert out.headers["location"] == "/sign-in"
    assert rosa.get("/").status_code == 303


def test_the_log_cannot_be_changed(accounts: Accounts) -> None:
    engine = create_engine(accounts.place.replace("postgresql://", "postgresql+psycopg://"))
    for statement in ("DELETE FROM deed", "UPDATE deed SET who = 'x'", "TRUNCATE deed"):
        with pytest.raises(Exception, match="stays in the log"), engine.begin() as connection:
            connection.execute(text(statement))
    with engine.connect() as connection:
        hashes = connection.execute(text("SELECT password FROM account")).scalars().all()
    engine.dispose()
    assert all(h.startswith("$argon2id$") for h in hashes)
    assert len(set(hashes)) == 3, "the same password has different hashes"


def tried(accounts: Accounts) -> str:
    """What comes of a wrong password."""
    try:
        return "let in" if accounts.enter("rosa", "not this one") else "wrong"
    except AccountError:
        return "to wait"


def test_wrong_passwords_slow_a_name_down_for_everybody(accounts: Accounts, tmp_path: Path) -> None:
    somebody = shared_browser(accounts, tmp_path)
    for _ in range(5):
        assert somebody.sign_in("vera", "not this one").status_code == 403
    assert somebody.sign_in("vera", PASSWORD).status_code == 429, "even with the right one"
    assert somebody.sign_in("edi", PASSWORD).status_code == 303, "others are not kept out by it"
    with ThreadPoolExecutor(12) as many:
        answers = list(many.map(lambda _: tried(accounts), range(12)))
    assert answers.count("wrong") == 5, "many at once are not more than one after the other"
    throttle = Throttle()
    throttle.wrong = {"old": [time.monotonic() - 16 * 60] * 9}
    assert not throttle.waits("old")
    assert throttle.wrong == {}


def test_nobody_learns_which_names_there_are(accounts: Accounts, tmp_path: Path) -> None:
    somebody = shared_browser(accounts, tmp_path)
    known, unknown = somebody.sign_in("vera", "x" * 20), somebody.sign_in("nobody", "x" * 20)
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    for name, password in (
        ("' OR 1=1 --", "x"),
        ("vera", ""),
        ("", ""),
        ("v" * 10_000, "p" * 10_000),
    ):
        assert somebody.sign_in(name, password).status_code == 403, name[:20]


def test_roles_hold_by_address_and_end_with_the_account(accounts: Accounts, tmp_path: Path) -> None:
    vera = shared_browser(accounts, tmp_path)
    vera.sign_in("vera", PASSWORD)
    assert vera.get("/case/syria-2016-08").status_code == 200
    assert vera.post("/record/add", kind="statement", note="x").status_code == 403
    assert vera.get("/new").status_code == 403
    accounts.change("vera", "root", role="editor")
    assert vera.get("/").status_code == 403, "a session of another role ends"
    vera.sign_in("vera", PASSWORD)
    assert vera.get("/new").status_code == 200
    accounts.change("vera", "root", shut=True)
    assert vera.get("/").status_code == 403
    assert vera.sign_in("vera", PASSWORD).status_code == 403
    only = shared_browser(accounts, tmp_path, read_only=True)
    only.sign_in("rosa", PASSWORD)
    assert only.post("/record/add", kind="statement", note="x").status_code == 403


def test_accounts_that_cannot_be(accounts: Accounts) -> None:
    wrong = [
        ("vera", PASSWORD, "already"),
        ("new", "short", "12"),
        (" x", PASSWORD, "no space"),
        ("", PASSWORD, "no space"),
    ]
    for name, password, why in wrong:
        with pytest.raises(AccountError, match=why):
            accounts.add(Account(name, Role.VIEWER, Sensitivity.AMBER, shut=False, made=""), password, "root")
    with pytest.raises(AccountError, match="no account"):
        accounts.change("nobody", "root", role="viewer")
    with pytest.raises(AccountError, match="PostgreSQL"):
        Accounts("file.db")


def test_the_commands_about_people(accounts: Accounts) -> None:
    def run(*arguments: str, put: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAM, "user", arguments[0], accounts.place, *arguments[1:]],
            input=put,
            capture_output=True,
            text=True,
            check=False,
        )

    assert (
        run("add", "amal", "--role", "editor", "--tlp", "red", "--password-stdin", put=f"{PASSWORD}\n").returncode == 0
    )
    assert re.search(r"amal +editor +red ", run("list").stdout)
    assert run("add", "amal", "--password-stdin", put=f"{PASSWORD}\n").returncode == 1
    assert run("change", "amal").returncode == 2
    assert run("change", "amal", "--shut", "--by", "root").returncode == 0
    assert "shut out" in run("list").stdout
    assert "root  changed the account amal: shut: True" in run("log").stdout
    assert "Traceback" not in run("add", "x", "--password-stdin", put="short\n").stderr
