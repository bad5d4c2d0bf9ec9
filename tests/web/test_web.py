"""The pages behind their door: what they show, and every way in that must stay shut."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from client import HOST, HOSTILE, Browser, Tags
from client import browser as anybody

SYRIA = Path(__file__).parents[2] / "src" / "ceasefire" / "cases" / "syria-2016-08" / "case.yaml"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    return anybody(folder=tmp_path_factory.mktemp("folder")).enter()


def test_the_pages(browser: Browser) -> None:
    home = browser.get("/")
    assert home.status_code == 200
    assert 'href="/case/syria-2016-08"' in home.text
    case = browser.get("/case/syria-2016-08").text
    assert "Would they sign?" in case
    assert case.count("<svg") == 4
    assert browser.get("/static/report.css").status_code == 200
    assert browser.get("/static/pages.css").headers["content-type"].startswith("text/css")


def test_the_explorer_says_who_would_sign(browser: Browser) -> None:
    path = "/case/syria-2016-08/packages"
    today = browser.get(path).text
    assert today.count("<select") == 9
    assert "selected>none (today)" in today
    chosen = browser.get(f"{path}?truce=nationwide&air=areas&targeting=joint&separation=mapped&access=aleppo").text
    assert "Not signed: Russia would refuse" in chosen
    assert "Who would gain by breaking it" in chosen
    assert "Syrian government would gain 15" in chosen
    wrong = browser.get(f"{path}?truce=eternal&peace=yes").text
    assert "`truce` has no option `eternal`" in wrong
    assert "there is no issue `peace`" in wrong


def test_the_same_as_json(browser: Browser) -> None:
    assert "syria-2016-08" in browser.get("/api/cases").json()["cases"]
    found = browser.get("/api/case/syria-2016-08/assessment").json()
    assert found["schema"] == "assessment/1"
    assert [r["verdict"] for r in found["ladder"]] == ["no", "no", "yes", "not decided"]
    package = browser.get("/api/case/syria-2016-08/package?truce=nationwide").json()
    assert package["schema"] == "explored/1"
    assert browser.get("/api/case/syria-2016-08/report").json()["schema"] == "report/1"
    missing = browser.get("/api/case/nowhere/report")
    assert (missing.status_code, missing.json()["schema"]) == (404, "error/1")


def test_a_case_changed_on_disk_is_read_again_and_one_with_errors_says_why(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    text = SYRIA.read_text(encoding="utf-8")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    mine = anybody(str(folder), folder=tmp_path).enter()
    assert "Geneva talks" in mine.get("/case/mine").text
    (folder / "case.yaml").write_text(text.replace("the Geneva talks of", "talks somewhere on"), encoding="utf-8")
    assert "talks somewhere on" in mine.get("/case/mine").text
    (folder / "case.yaml").write_text(text.replace("status_quo:", "status_qou:"), encoding="utf-8")
    broken = mine.get("/case/mine")
    assert broken.status_code == 422
    assert "did you mean `status_quo`?" in broken.text
    assert "did you mean" in mine.get("/").text, "the list shows it too, and the others still"
    (folder / "case.yaml").unlink()
    assert mine.get("/case/mine").status_code == 422


# --- what must not get in ----------------------------------------------------------------------------------------------


def test_another_host_is_refused_before_anything_else(browser: Browser, tmp_path: Path) -> None:
    for host in ("evil.example", "127.0.0.1:1", "127.0.0.1", "", f"{HOST}.evil.example"):
        assert browser.get("/", headers={"host": host}).status_code == 421, host
    shut = anybody(folder=tmp_path)
    assert shut.get(f"/?token={shut.token}", headers={"host": "evil.example"}).status_code == 421
    assert shut.enter().session, "and the token is not spent by it"


def test_the_token_opens_once_and_only_the_right_one(tmp_path: Path) -> None:
    shut = anybody(folder=tmp_path)
    token = shut.token
    for path in (
        "/",
        "/case/syria-2016-08",
        "/api/cases",
        "/static/pages.css",
        "/?token=",
        "/?token=wrong",
        f"/?token={token}x",
    ):
        assert shut.get(path).status_code == 403, path
    shut.enter()
    assert shut.get("/").status_code == 200
    second = anybody(folder=tmp_path)
    second.app = shut.app
    assert second.get(f"/?token={token}").status_code == 403
    assert second.get("/?token=").status_code == 403, "a spent token is not an empty one"


def test_a_session_is_made_here_and_cannot_be_brought_along(tmp_path: Path) -> None:
    shut = anybody(folder=tmp_path)
    shut.session = "chosen-by-somebody-else"
    answer = shut.get(f"/?token={shut.token}")
    cookie = answer.headers["set-cookie"]
    assert "chosen-by-somebody-else" not in cookie
    assert {"HttpOnly", "SameSite=strict"} <= {p.strip() for p in cookie.split(";")}
    assert shut.get("/").status_code == 403


def test_the_way_in_leads_nowhere_else(tmp_path: Path) -> None:
    for path in ("//evil.example/", "/\\evil.example/", "//evil.example/%2f.."):
        shut = anybody(folder=tmp_path)
        answer = shut.get(f"http://{HOST}{path}?token={shut.token}&next=http://evil.example")
        assert answer.status_code == 303
        assert re.match(r"/(?![/\\])", answer.headers["location"]), path


def test_other_methods_and_bodies_of_questions_are_refused(browser: Browser) -> None:
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
        assert browser.get("/case/syria-2016-08", method).status_code == 405, method
    assert browser.get("/", content=b"x" * 10_000_000).status_code == 400
    assert browser.get("/", headers={"transfer-encoding": "chunked"}).status_code == 400
    assert browser.get("/?" + "a" * 20_000).status_code == 414


def test_names_are_never_paths(browser: Browser) -> None:
    up = "%2e%2e%2f"
    for name in (
        "%2e%2e%2e",
        f"{up}{up}etc%2fpasswd",
        "%2fetc%2fpasswd",
        f"syria-2016-08%2f{up}x",
        "a%00b",
        "case.yaml",
    ):
        assert browser.get(f"/case/{name}").status_code == 404, name
    for name in (f"{up}app.py", f"{up}{up}cases%2fsyria-2016-08%2fcase.yaml", "....//app.py", "%2fetc%2fpasswd"):
        assert browser.get(f"/static/{name}").status_code == 404, name


def test_what_people_wrote_is_text_everywhere(tmp_path: Path) -> None:
    folder = tmp_path / "evil"
    folder.mkdir()
    text = SYRIA.read_text(encoding="utf-8")
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    text = text.replace("title: Syria, the Geneva talks of 26 August 2016", f"title: {quoted}")
    text = text.replace("name: United States", f"name: {quoted}", 1).replace(
        "title: a truce for the whole country", f"title: {quoted}"
    )
    assert text.count("<script>") == 3
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    evil = anybody(str(folder), folder=tmp_path).enter()
    for path in ("/", "/case/evil", "/case/evil/packages", "/case/evil/packages?truce=<script>alert(3)</script>&<b>=1"):
        assert Tags(evil.get(path).text).bad == [], path
    assert Tags(evil.get("/case/<script>alert(4)</script>").text).bad == []
    assert Tags("<p onclick=x><script></script>").bad == ["onclick", "script"], "the check itself can fail"


def test_every_answer_carries_the_policy(browser: Browser) -> None:
    for path, host in (("/", HOST), ("/case/nowhere", HOST), ("/static/pages.css", HOST), ("/", "evil.example")):
        headers = browser.get(path, headers={"host": host}).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert "script-src 'self';" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in headers


def test_pages_load_nothing_from_elsewhere(browser: Browser) -> None:
    for path in ("/", "/case/syria-2016-08", "/case/syria-2016-08/packages"):
        page = browser.get(path).text
        assert all(ref.startswith(("/", "#")) for ref in re.findall(r'(?:src|href|action)="([^"]*)"', page)), path
        assert "style=" not in page, "a policy without inline style would drop it"


def test_yaml_that_would_build_objects_is_a_finding(tmp_path: Path) -> None:
    folder = tmp_path / "tagged"
    folder.mkdir()
    (folder / "case.yaml").write_text("format: case/1\ntitle: !!python/object/apply:os.system [id]\n", encoding="utf-8")
    assert anybody(str(folder), folder=tmp_path).enter().get("/case/tagged").status_code == 422


def test_the_command_serves_one_browser(tmp_path: Path) -> None:
    program = [str(Path(sys.executable).parent / "ceasefire"), "serve"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as running:
        try:
            assert running.stdout is not None
            address = running.stdout.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{40,}", address)
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            with opener.open(address, timeout=20) as answer:
                assert "Cases" in answer.read().decode()
            with opener.open(address.split("?")[0] + "api/cases", timeout=20) as answer:
                assert "syria-2016-08" in json.loads(answer.read())["cases"]
            with pytest.raises(urllib.error.HTTPError, match="403"):
                urllib.request.build_opener().open(address, timeout=20)
        finally:
            running.terminate()


def test_what_cannot_be_served_is_said() -> None:
    from click.testing import CliRunner

    from ceasefire.cli import main

    done = CliRunner().invoke(main, ["serve", "nowhere"])
    assert done.exit_code == 2
    assert "cases that come with ceasefire" in done.stderr
