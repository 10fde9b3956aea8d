"""What one does at the desk, in few words: the intake, a ticket, a queue. The stories are told with these."""

import re
import subprocess
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

TICKET = re.compile(r"/tickets/(\d+)")


@dataclass(frozen=True)
class Server:
    """A running server: its address, the tickets made ready for the stories, and how to give it a command."""

    address: str
    stories: dict[str, int]
    command: list[str]
    env: dict[str, str]

    def run(self, *words: str) -> None:
        """Run `shouwen` with these words on the server's database."""
        subprocess.run([*self.command, *words], env=self.env, check=True, capture_output=True)


class Intake:
    """The intake of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.beside = page.locator("#beside")
        self.number = page.locator("[name=number]")
        self.category = page.locator("[name=category]")
        self.words = page.locator("[name=category_words]")
        self.text = page.locator("[name=text]")
        self.draft = page.locator("#intake [data-draft-status]")

    @classmethod
    def open(cls, page: Page) -> "Intake":
        page.goto("/tickets/new")
        return cls(page)

    def choose(self, words: str) -> str:
        """Look a category up by these words and take the first that is found; answers its code."""
        self.words.fill("")
        # Letter by letter, the list of the first ones may still be open when Enter takes from it.
        with self.page.expect_response(lambda one: parse_qs(urlsplit(one.url).query).get("category_words") == [words]):
            self.words.fill(words)
        expect(self.words).not_to_have_class(re.compile("htmx-request"))
        expect(self.page.locator("#id_category_list [role=option]").first).to_be_visible()
        self.words.press("Enter")
        expect(self.category).not_to_have_value("")
        return self.category.input_value()

    def fill(self, number: str, *, category: str, text: str, source: str = "hall") -> "Intake":
        """Fill in what every call has; `category` is looked up."""
        self.number.fill(number)
        self.choose(category)
        self.page.select_option("[name=source]", source)
        self.text.fill(text)
        return self

    def judged(self) -> Locator:
        """What beside the form is said of this call, once it is there."""
        found = self.beside.locator(".intake-judged")
        expect(found).to_be_visible()
        return found

    def hand_in(self) -> "Work":
        """Submit it; answers the ticket that came of it."""
        self.page.click("[data-way-submit]")
        return Work.shown(self.page)

    def way(self, name: str) -> Locator:
        """Open one of the other ways of handing in."""
        self.page.click(f"[data-way-opens={name}]")
        dialog = self.page.locator(f"#way-{name}")
        expect(dialog).to_be_visible()
        return dialog


class Work:
    """The page of one ticket."""

    def __init__(self, page: Page, key: int) -> None:
        self.page, self.key = page, key
        self.timeline = page.locator("#timeline")
        self.composer = page.locator("#composer")
        self.serial = page.locator("h1")

    @classmethod
    def open(cls, page: Page, key: int) -> "Work":
        page.goto(f"/tickets/{key}")
        return cls(page, key)

    @classmethod
    def shown(cls, page: Page) -> "Work":
        """The ticket that this page has come to."""
        page.wait_for_url(TICKET)
        found = TICKET.search(page.url)
        assert found
        return cls(page, int(found[1]))

    def state(self, code: str) -> None:
        """Expect the ticket to be in that state."""
        expect(self.page.locator(f"#strip .state-{code}")).to_be_visible()

    def begin(self, name: str) -> Locator:
        """Open the form of that work; answers it."""
        self.page.goto(f"/tickets/{self.key}?do={name}")
        form = self.form(name)
        expect(form).to_be_visible()
        return form

    def form(self, name: str) -> Locator:
        """Every form that hands that work in."""
        return self.page.locator(f"form[action$='/tickets/{self.key}/{name}']")

    def press(self, name: str) -> None:
        """Hand the form of that work in."""
        self.form(name).locator("button[type=submit]").click()

    def do(self, name: str, **typed: str) -> None:
        """Do that work: open its form, fill these fields in, hand it in, and see it recorded."""
        form = self.begin(name)
        for field, value in typed.items():
            control = form.locator(f"[name={field}]").first
            kind = control.evaluate("each => each.type")
            if kind == "radio":
                form.locator(f"[name={field}][value={value}]").check()
            elif kind == "select-one":
                control.select_option(value)
            else:
                control.fill(value)
        self.press(name)
        self.page.wait_for_url(re.compile(r"#event-\d+$|/$"))

    def says(self, *words: str) -> None:
        """Expect the timeline to say each of these."""
        for each in words:
            expect(self.timeline).to_contain_text(each)
