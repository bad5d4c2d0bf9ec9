"""The pages in a real browser (Debian's Chromium): held to axe-core, used from the keyboard, on a small screen, offline."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium")
ROOT = Path(__file__).parents[2]
PROGRAM = str(Path(sys.executable).parent / "ceasefire")
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage")
EXAMPLES = ROOT / "docs" / "examples"
CASE = "/case/syria-2016-08"
PATHS = (
    "/",
    CASE,
    f"{CASE}/packages?truce=nationwide",
    f"{CASE}/impediments",
    f"{CASE}/keep?package=status_quo",
    f"{CASE}/what-if?set=status_quo.truce%3Daleppo",
    "/case/nowhere",
    "/new",
    "/case/valley/edit?part=party-upper",
    "/case/valley/edit",
    "/case/valley/edit?part=talks",
    "/case/valley/text",
    "/record?kind=incident",
    "/record/add",
    "/record/import",
    "/queue",
    "/queue/duplicates",
    "/articles",
    "/agreements",
    "/agreements/valley",
    "/agreements/valley/terms/1",
    "/forecasts",
)

if CHROMIUM is None and "CEASEFIRE_REQUIRE_BROWSER" not in os.environ:
    pytest.skip("Chromium is not installed here", allow_module_level=True)

from axe_playwright_python.sync_playwright import Axe  # noqa: E402  only where there is a browser
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright  # noqa: E402

from articles import ARTICLE  # noqa: E402
from ceasefire.record.intake.run import How, take_file  # noqa: E402
from ceasefire.record.place import begin  # noqa: E402
from ceasefire.record.query import Asked, every  # noqa: E402
from ceasefire.record.store import open_record  # noqa: E402
from ceasefire.record.thing import Sensitivity  # noqa: E402
from ceasefire.web.doors.accounts import Account, Accounts  # noqa: E402
from ceasefire.web.doors.session import Role  # noqa: E402
from ceasefire.web.editing.beginning import first_text  # noqa: E402
from record_places import fresh_database  # noqa: E402

VALLEY = {"parties": "Upper\nLower\nCommission (mediator)", "issues": "Truce: none | full\nRoad: shut | open"}


expect.set_options(timeout=30_000)  # a machine that runs other tests meanwhile answers late


@dataclass
class Served:
    """A running server with a page that has come in, and every address that the page has asked for."""

    page: Page
    base: str
    folder: Path
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def go(self, path: str, width: int = 1000) -> Page:
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(self.base + path)
        return self.page


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser.new_context(bypass_csp=True)  # axe-core is put into the page; the policy has tests of its own
        browser.close()


@pytest.fixture(scope="module")
def served(context: BrowserContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("folder")
    record = str(folder / "r.db")
    (folder / "valley").mkdir()
    text = first_text({**VALLEY, "title": "Valley", "as_of": "2021-02-01"})
    (folder / "valley" / "case.yaml").write_text(text, encoding="utf-8")
    begin(record)
    with open_record(record, write=True) as held:
        take_file(held, EXAMPLES / "valley.jsonl", How("tester"))
    line = [PROGRAM, "serve", "--folder", str(folder), "--record", record, "--agreement", str(EXAMPLES / "valley.yaml")]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        try:
            assert running.stdout is not None
            address = running.stdout.readline().strip()
            page = context.new_page()
            found = Served(page, address.split("/?")[0], folder)
            page.on("request", lambda request: found.asked.append(request.url))
            page.on("console", lambda message: found.said.append(message.text) if message.type == "error" else None)
            page.goto(address)
            yield found
        finally:
            running.terminate()


def violations(page: Page) -> list[str]:
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("width", [1000, 375])
@pytest.mark.parametrize("path", PATHS)
def test_pages_are_accessible_and_fit_the_screen(served: Served, path: str, width: int) -> None:
    page = served.go(path, width)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_the_check_of_accessibility_can_fail(served: Served) -> None:
    page = served.go("/")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"/favicon.ico\"><p style=\"color:#ddd\">faint</p>')"
    )
    assert {v.split(":")[0] for v in violations(page)} >= {"image-alt", "color-contrast"}


def test_a_package_is_explored_from_the_keyboard_alone(served: Served) -> None:
    page = served.go(CASE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    while page.evaluate("document.activeElement.textContent") != "Explore packages":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/packages")
    while page.evaluate("document.activeElement.name") != "truce":
        page.keyboard.press("Tab")
    page.keyboard.type("nation")
    page.wait_for_url("**truce=nationwide**")
    expect(page.locator("#verdict")).to_contain_text("Not signed: ")
    assert page.locator("select[name=truce]").input_value() == "nationwide", "the address is a link to this view"
    assert page.evaluate("document.activeElement.name") == "truce", "and nobody has to find the place again"
    page.reload()
    expect(page.locator("#verdict")).to_contain_text("Not signed: ")


def test_back_and_forward_go_through_the_choices(served: Served) -> None:
    page = served.go(f"{CASE}/packages")
    truce = page.locator("select[name=truce]")
    truce.select_option("nationwide")
    page.wait_for_url("**truce=nationwide**")
    page.go_back()
    expect(truce).to_have_value("none")
    page.wait_for_load_state()
    page.go_forward()
    page.wait_for_url("**truce=nationwide**")
    expect(truce).to_have_value("nationwide")
    expect(page.locator("#verdict")).to_contain_text("Not signed: ")


def test_a_draft_is_decided_from_the_keyboard_alone(served: Served) -> None:
    page = served.go("/articles")
    page.fill("#text", ARTICLE.replace("Kerry said", "Kerry told reporters"))
    page.fill("#on", "2016-08-28")
    page.fill("#title", "By keyboard")
    page.click("text=Draft claims from it")
    page.wait_for_url("**/articles/*by-keyboard")
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "reject-3":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#draft-3")).to_contain_text("rejected")


def test_a_case_from_nothing_to_an_answer(served: Served) -> None:
    page = served.go("/")
    page.click("text=Begin a case")
    page.fill("#title", "The border")
    page.fill("#as_of", "2026-02-01")
    page.fill("#parties", "North\nSouth\nBorder Commission (mediator)")
    page.fill("#issues", "Truce: none | local | full\nRoad: shut | open")
    page.click("button:has-text('Begin')")
    page.wait_for_url("**/case/the-border/edit")
    verdict = page.locator("#live .short li").first
    for party, want in (("North", "truce = full"), ("South", "road = open")):
        page.click(f"nav.parts >> text={party}")
        page.fill("#want", want)
        page.keyboard.press("Enter")
        expect(page.locator("main ol li code")).to_have_text(want)
        page.fill("#new-title", f"no less for {party}")
        page.fill("#new-rule", want)
        page.click("button:has-text('Add the demand')")
        expect(page.locator(".demand")).to_have_count(1)
    expect(verdict).to_contain_text("yes")
    page.fill("#new-rule", "truce = none")
    page.keyboard.press("Enter")
    expect(verdict).to_contain_text("no")
    page.click("#do-undo")
    expect(verdict).to_contain_text("yes")
    page.fill("#new-title", "half typed")
    page.fill("#rule-1", "road = shut")
    page.locator("#title-1").focus()
    expect(verdict).to_contain_text("no")
    expect(page.locator("#new-title")).to_have_value("half typed")
    page.fill("#rule-1", "")
    page.locator("#title-1").focus()
    expect(page.locator("#notices")).to_contain_text("the rule is missing")
    assert violations(page) == []
    page.fill("#rule-1", "road = shut and truce = full")
    page.locator("#title-1").focus()
    expect(page.locator("#notices")).not_to_contain_text("missing")
    page.click("#do-undo")
    expect(page.locator("#rule-1")).to_have_value("road = shut")
    page.click("#do-undo")
    expect(page.locator("#rule-1")).to_have_value("road = open")
    page.click("#do-save")
    expect(page.locator("#do-save")).to_be_disabled()
    assert "no less for South" in (served.folder / "the-border" / "case.yaml").read_text(encoding="utf-8")
    page.click("nav.tabs >> text=Answer")
    expect(page.locator(".ladder li").first).to_contain_text("yes")


def test_an_article_is_reviewed_beside_its_words(served: Served) -> None:
    page = served.go("/articles", 1300)
    page.fill("#text", ARTICLE)
    page.fill("#on", "2016-08-27")
    page.fill("#title", "Near accord")
    page.select_option("#case", "syria-2016-08")
    page.click("text=Draft claims from it")
    page.wait_for_url("**/articles/article-2016-08-27-near-accord")
    assert violations(page) == []
    words = page.locator(".words").evaluate(
        "e => { const c = e.cloneNode(true); c.querySelectorAll('.hidden').forEach(h => h.remove()); return c.textContent; }"
    )
    assert words.strip() == ARTICLE.strip()
    waiting = page.locator(".draft:not(.decided)")
    before = waiting.count()
    page.fill("#d2-note", "said on the Friday")
    page.click("#accept-2")
    expect(page.locator("#draft-2")).to_contain_text("accepted")
    page.click("#reject-1")
    expect(page.locator("#draft-1")).to_contain_text("rejected")
    expect(waiting).to_have_count(before - 2)
    assert page.locator(".quote.kept").count() >= 1
    assert violations(page) == []
    page.click("#draft-2 >> text=accepted")
    expect(page.locator("dl")).to_contain_text("said on the Friday")
    page.click("text=Its document")
    expect(page.locator("dl")).to_contain_text("Near accord")
    with open_record(str(served.folder / "r.db")) as held:
        assert "said on the Friday" in [e.value.note for e in every(held, Asked(what="agreement status"))]
    page.set_viewport_size({"width": 375, "height": 900})
    page.goto(f"{served.base}/articles/article-2016-08-27-near-accord")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert violations(page) == []


def test_an_incident_is_followed_to_its_term_and_back(served: Served) -> None:
    page = served.go("/record?kind=incident&what=shelling&since=2021-03-01")
    page.locator("tbody th a").first.click()
    page.click("text=Against which terms?")
    assert violations(page) == []
    row = page.locator("tbody tr", has_text="breach").first
    expect(row).to_contain_text("in force")
    row.locator("a").click()
    page.wait_for_url("**/agreements/valley/terms/*")
    expect(page.locator("caption")).to_contain_text("held against this term")
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/incidents/incident-*")
    page.click("text=In the record")
    expect(page.locator("h1")).to_contain_text("incident")


@pytest.mark.parametrize("width", [1000, 375])
def test_in_arabic_the_pages_read_from_right_to_left(served: Served, width: int) -> None:
    page = served.go("/", width)
    page.click("text=العربية")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    try:
        for path in PATHS:
            served.go(path, width)
            assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"], path
            assert violations(page) == [], path
            overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(overflow) == 0, path
            start = page.evaluate("document.querySelector('.home a').getBoundingClientRect().right")
            assert start > width * 0.8, "the first word stands at the right"
        page = served.go("/agreements/valley", width)
        assert page.evaluate("getComputedStyle(document.querySelector('figure svg text')).direction") == "ltr"
        served.go("/case/valley/edit?part=party-upper", width)
        page.fill("#new-title", "هدنة كاملة")
        page.fill("#new-rule", "truce = full")
        page.click("button:has-text('أضف المطلب')")
        expect(page.locator("#title-1")).to_have_value("هدنة كاملة")
        assert page.evaluate("getComputedStyle(document.querySelector('#title-1')).direction") == "rtl"
        assert page.evaluate("getComputedStyle(document.querySelector('#rule-1')).direction") == "ltr"
        page.click("#do-discard")
    finally:
        page.goto(f"{served.base}/")
        page.click("text=English")
        expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_browser_runs_no_script_of_anybody_else_and_complains_of_none_of_ours(served: Served) -> None:
    assert [m for m in served.said if "Content Security Policy" in m] == []
    page = served.go("/record/add")
    page.fill("#f-note", "<script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">")
    page.click("text=Enter it")
    page.wait_for_url("**/record/thing/claim-*")
    page.wait_for_timeout(200)
    assert page.title() != "broken"
    assert page.locator("main script, main img").count() == 0


def test_nothing_is_asked_of_anybody_else(served: Served) -> None:
    for path in PATHS:
        served.go(path)
    assert {address.split("/")[2] for address in served.asked} == {served.base.split("/")[2]}


def test_the_report_is_accessible_and_loads_nothing(context: BrowserContext, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    watched = [
        "--agreement",
        str(EXAMPLES / "valley.yaml"),
        "--events",
        str(EXAMPLES / "valley.jsonl"),
        "--count",
        "incidents",
    ]
    subprocess.run([PROGRAM, "report", "syria-2016-08", *watched, "-o", str(target)], check=True, capture_output=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for width in (1000, 375):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(target.as_uri())
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert set(asked) == {target.as_uri()}


def test_somebody_who_signs_in_sees_what_their_role_may_do(
    context: BrowserContext, server: str, tmp_path: Path
) -> None:
    place = fresh_database(server)
    accounts = Accounts(place)
    accounts.prepare()
    accounts.add(Account("vera", Role.VIEWER, Sensitivity.AMBER, shut=False, made=""), "a long enough password", "root")
    line = [PROGRAM, "serve", "--users", "--record", place, "--folder", str(tmp_path)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        try:
            assert running.stdout is not None
            base = running.stdout.readline().strip().rstrip("/")
            page = context.new_page()
            page.goto(base)
            page.wait_for_url("**/sign-in")
            assert violations(page) == []
            page.fill("#name", "vera")
            page.fill("#password", "not this one, surely")
            page.keyboard.press("Enter")
            expect(page.locator("[role=alert]")).to_contain_text("do not belong together")
            assert violations(page) == []
            page.fill("#name", "vera")
            page.fill("#password", "a long enough password")
            page.keyboard.press("Enter")
            expect(page.locator("h1")).to_have_text("Cases")
            assert page.locator("text=Begin a case").count() == 0
            page.goto(f"{base}/new")
            expect(page.locator("main")).to_contain_text("Your role does not allow this.")
            page.click("text=Sign out")
            page.wait_for_url("**/sign-in")
            page.goto(f"{base}/record")
            page.wait_for_url("**/sign-in")
        finally:
            running.terminate()
