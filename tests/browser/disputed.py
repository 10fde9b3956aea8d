"""What one does about one dispute, in few words, from the ticket on."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

DISPUTE = re.compile(r"/disputes/(\d+)(#.*)?$")
DONE = re.compile(r"/disputes/\d+#event-\d+$")


class Disputed:
    """One dispute on one page, from the ticket on."""

    def __init__(self, page: Page, ticket: int) -> None:
        self.page = page
        page.goto(f"/tickets/{ticket}")
        page.locator(f"a[href='/disputes/new?ticket={ticket}']").click()

    @property
    def key(self) -> str:
        found = DISPUTE.search(self.page.url)
        assert found
        return found[1]

    @property
    def serial(self) -> str:
        return self.page.locator("h1").inner_text().split()[0]

    def open(self, amount: str) -> None:
        """Fill in one charge, after asking for more rows and dropping one."""
        page = self.page
        page.locator("button[value=more]").click()
        expect(page.locator(".charge-row")).to_have_count(4)
        page.locator("button[value=drop-0]").click()
        expect(page.locator(".charge-row")).to_have_count(3)
        said = {"service": "手机报", "provider": "甲信息", "period": "2026-10", "amount": amount}
        said["charged_on"] = "2026-10-31"
        for name, value in said.items():
            page.fill(f"[name=charge-1-{name}]", value)
        page.locator("#opening [data-main-submit]").click()
        page.wait_for_url(DISPUTE)
        self.state("checking")

    def state(self, code: str) -> None:
        expect(self.page.locator(f"#strip .state-{code}")).to_be_visible()

    def do(self, name: str) -> None:
        """Hand the form of that work in, and see it recorded."""
        form = self.page.locator(f"form[action$='/{name}']").first
        form.locator("button[type=submit]").click()
        self.page.wait_for_url(DONE)

    def check(self, folder: Path) -> None:
        """Write down what was found, and bring the papers."""
        page = self.page
        page.locator("#composer [name=result][value=proven]").check()
        page.select_option("#composer [name=cause]", "company.service_quality")
        page.fill("#composer [name=what]", "已核对清单，确属多收")
        self.do("find")
        for paper in ("reception_form", "bill_list"):
            file = folder / f"{paper}.pdf"
            file.write_bytes(b"%PDF-1.4\n" + b"0" * 64)
            page.goto(f"/disputes/{self.key}?do=add-paper")
            page.select_option("#composer [name=paper]", paper)
            page.set_input_files("#composer [name=file]", file)
            self.do("add-paper")

    def interview(self, *keys: str) -> None:
        """Answer one question after the other by its key, once back and on again, and confirm the proposal."""
        page = self.page
        page.goto(f"/disputes/{self.key}/interview")
        for key in keys:
            self.answer(key)
        page.keyboard.press("Backspace")
        expect(page.locator("#question")).to_be_visible()
        self.answer(keys[-1])
        page.select_option("[name=proof]", "identity_document")
        page.locator("form.proposal button.btn-primary").click()
        page.wait_for_url(DONE)

    def answer(self, key: str) -> None:
        """Press the key of an answer: the question gives way to another one, or to the proposal."""
        option = self.page.locator(f".choice-answer[data-key='{key}']")
        address = option.get_attribute("href") or ""
        self.page.keyboard.press(key)
        expect(self.page).to_have_url(re.compile(re.escape(address) + "$"))
