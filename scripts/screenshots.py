"""Takes the pictures of the readme: a demo world of its own, a real server, a real Chromium.

    .venv/bin/python scripts/screenshots.py [--out docs/images]

Needs the development requirements and Debian's chromium and fonts-noto-cjk.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "shouwen-demo"
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    out = arguments.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        env = os.environ | {"SHOUWEN_DATA": data, "SHOUWEN_PORT": str(_free_port()), "SHOUWEN_WORKERS": "1"}
        command = [sys.executable, "-m", "shouwen.wiring.command"]
        subprocess.run([*command, "migrate"], env=env, check=True)
        subprocess.run([*command, "demo"], env=env, check=True)
        server = subprocess.Popen([*command, "serve"], env=env)
        try:
            address = f"http://127.0.0.1:{env['SHOUWEN_PORT']}"
            _wait_for(f"{address}/healthz")
            _take(address, out, clerk=_clerk(env))
        finally:
            server.terminate()
            server.wait(timeout=30)


def _take(address: str, out: Path, clerk: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for language, locale in LANGUAGES.items():
            context = browser.new_context(base_url=address, viewport=DESK, locale=locale, timezone_id="Asia/Shanghai")
            page = context.new_page()
            _sign_in(page, clerk)
            _pictures(page, out, language)
            context.close()
        phone = browser.new_context(base_url=address, viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai")
        page = phone.new_page()
        _sign_in(page, clerk)
        page.screenshot(path=out / "phone-zh.png")
        browser.close()


def _pictures(page: Page, out: Path, language: str) -> None:
    page.screenshot(path=out / f"desk-{language}.png")
    page.goto("/queues?all=1")
    page.screenshot(path=out / f"queue-{language}.png")
    page.locator("a.row-link").first.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=out / f"ticket-{language}.png")
    page.goto(page.url.rstrip("/") + "/form")
    page.screenshot(path=out / f"form-{language}.png")
    page.goto("/tickets/new")
    page.fill("input[name=number]", "14300000017")
    page.fill("textarea[name=text]", "昨天起家里手机没有信号，重启也没用，再不解决就找电视台。")
    page.wait_for_timeout(2000)
    page.screenshot(path=out / f"intake-{language}.png")


def _sign_in(page: Page, code: str) -> None:
    page.goto("/account/sign-in/")
    page.fill("input[name=login]", code)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


def _clerk(env: dict[str, str]) -> str:
    """The staff number of a hall manager of the demo world: the person with the fullest desk."""
    question = (
        "import django; django.setup(); from shouwen.people.models import Duty;"
        "print(Duty.objects.filter(role='hall_manager').order_by('staff__code').first().staff.code)"
    )
    settings = env | {"DJANGO_SETTINGS_MODULE": "shouwen.wiring.settings"}
    return subprocess.check_output([sys.executable, "-c", question], env=settings, text=True).strip()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(url: str) -> None:
    for _ in range(150):
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    main()
