"""A real server on a database of its own, and a real Chromium in front of it."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.desk import Server
from tests.cast import PASSWORD
from tests.desks import free_port

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CHROMIUM = "/usr/bin/chromium"
# In milliseconds; nothing waits so long on a quiet machine.
PATIENCE = 30_000
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run after everything else: while Playwright runs, Django takes this thread for one that must not touch a
    database.
    """
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that only these tests use, and the tickets that their stories begin with."""
    place = tmp_path_factory.mktemp("browser")
    env = {name: value for name, value in os.environ.items() if not name.startswith("SHOUWEN_")} | {
        "SHOUWEN_DATA": str(place),
        "SHOUWEN_WORKERS": "1",
        "DJANGO_SETTINGS_MODULE": "shouwen.wiring.settings",
        "PYTHONPATH": str(ROOT),
    }
    begun = place / "stories.json"
    subprocess.run([sys.executable, "-m", "tests.browser.world", str(begun)], cwd=ROOT, env=env, check=True)
    port = free_port()
    env["SHOUWEN_PORT"] = str(port)
    command = [sys.executable, "-m", "shouwen.wiring.command"]
    running = subprocess.Popen([*command, "serve"], cwd=ROOT, env=env)
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz", running)
        yield Server(f"http://127.0.0.1:{port}", json.loads(begun.read_text()), [*command], env)
    finally:
        running.terminate()
        running.wait(timeout=300)


def _wait_for(url: str, running: "subprocess.Popen[bytes]") -> None:
    for _ in range(1_500):
        if running.poll() is not None:
            pytest.fail("the server ended before it answered")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server does not answer")


@pytest.fixture(scope="session")
def address(server: Server) -> str:
    """Where the server answers."""
    return server.address


@pytest.fixture(scope="session")
def stories(server: Server) -> dict[str, int]:
    """The keys of the tickets that the stories begin with (tests/browser/world.py)."""
    return server.stories


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def known() -> dict[str, Any]:
    """The sign-ins of this run by staff number, so that the form is filled in once for each."""
    return {}


@pytest.fixture
def visit(chromium: Browser, address: str, known: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """`visit("1001")` is a page on which that person has signed in.

    What the page logs as an error, what the content policy blocks and what the server breaks at fails the test.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(
        code: str, *, phone: bool = False, language: str = "zh-CN", dark: bool = False, anew: bool = False
    ) -> Page:
        context = chromium.new_context(
            base_url=address,
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            locale=language,
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if dark else "light",
            storage_state=None if anew else known.get(code),
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        context.on("weberror", lambda said: errors.append(str(said.error)))
        context.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
        context.on("response", lambda said: errors.append(said.url) if said.status >= 500 else None)
        if anew or code not in known:
            sign_in(page, code)
            known.setdefault(code, context.storage_state())
        else:
            page.goto("/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not errors


def sign_in(page: Page, code: str) -> None:
    """Fill in the sign-in form as that person, and wait for their desk."""
    page.goto("/account/sign-in/")
    page.fill("input[name=login]", code)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/")
