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
PATHS = ("/", "/case/syria-2016-08", "/case/syria-2016-08/packages?truce=nationwide", "/case/nowhere")

if CHROMIUM is None and "CEASEFIRE_REQUIRE_BROWSER" not in os.environ:
    pytest.skip("Chromium is not installed here", allow_module_level=True)

from axe_playwright_python.sync_playwright import Axe  # noqa: E402  only where there is a browser
from playwright.sync_api import BrowserContext, Page, sync_playwright  # noqa: E402


@dataclass
class Served:
    """A running server with a page that has come in, and every address that the page has asked for."""

    page: Page
    base: str
    asked: list[str] = field(default_factory=list)

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
def served(context: BrowserContext) -> Iterator[Served]:
    with subprocess.Popen([PROGRAM, "serve"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        try:
            assert running.stdout is not None
            address = running.stdout.readline().strip()
            page = context.new_page()
            found = Served(page, address.split("/?")[0])
            page.on("request", lambda request: found.asked.append(request.url))
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
    page = served.go("/case/syria-2016-08")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    while page.evaluate("document.activeElement.textContent") != "Explore packages":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/packages")
    while page.evaluate("document.activeElement.name") != "truce":
        page.keyboard.press("Tab")
    page.keyboard.type("nation")
    while page.evaluate("document.activeElement.textContent") != "See who would sign":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**truce=nationwide**")
    assert page.locator("#verdict").inner_text().startswith("Not signed: ")
    assert page.locator("select[name=truce]").input_value() == "nationwide", "the address is a link to this view"


def test_nothing_is_asked_of_anybody_else(served: Served) -> None:
    for path in PATHS:
        served.go(path)
    assert {address.split("/")[2] for address in served.asked} == {served.base.split("/")[2]}


def test_the_report_is_accessible_and_loads_nothing(context: BrowserContext, tmp_path: Path) -> None:
    examples = ROOT / "docs" / "examples"
    target = tmp_path / "report.html"
    watched = [
        "--agreement",
        str(examples / "valley.yaml"),
        "--events",
        str(examples / "valley.jsonl"),
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
