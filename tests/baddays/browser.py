"""Somebody at a browser without scripts: signs in, opens pages, sends forms, as bytes over HTTP."""

import http.cookiejar
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from tests.cast import PASSWORD

HIDDEN = re.compile(r'name="(token|seen|csrfmiddlewaretoken)"[^>]*value="([^"]*)"')
TIMEOUT = 120.0


@dataclass(frozen=True)
class Page:
    """What a browser got."""

    status: int
    address: str
    text: str
    headers: dict[str, str]

    @property
    def hidden(self) -> dict[str, str]:
        """The fields of its forms that nobody fills in."""
        return dict(HIDDEN.findall(self.text))


class Browser:
    """One window with its own cookies."""

    def __init__(self, port: int, *, language: str = "en") -> None:
        self.origin, self.language = f"http://127.0.0.1:{port}", language
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def sign_in(self, code: str) -> "Browser":
        """Sign in with the password that everybody in the small world has."""
        page = self.get("/account/sign-in/")
        token = page.hidden["csrfmiddlewaretoken"]
        page = self.post("/account/sign-in/", {"login": code, "password": PASSWORD, "csrfmiddlewaretoken": token})
        assert page.status == 200 and "sign-in" not in page.address, page.text[:500]
        return self

    def get(self, path: str) -> Page:
        return self._open(urllib.request.Request(self.origin + path))

    def post(self, path: str, fields: dict[str, str], *, files: dict[str, tuple[str, bytes]] | None = None) -> Page:
        """Send a form; with `files`, by field, each a name and its contents."""
        csrf = next((cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), None)
        fields = {"csrfmiddlewaretoken": csrf or ""} | fields
        headers = {"Origin": self.origin}
        if files is None:
            data = urlencode(fields).encode()
        else:
            data, headers["Content-Type"] = _parts(fields, files)
        return self._open(urllib.request.Request(self.origin + path, data, headers))

    def _open(self, request: urllib.request.Request) -> Page:
        request.add_header("Accept-Language", self.language)
        try:
            with self.opener.open(request, timeout=TIMEOUT) as response:
                return Page(response.status, response.url, response.read().decode(), dict(response.headers))
        except urllib.error.HTTPError as error:
            return Page(error.code, error.url or "", error.read().decode(errors="replace"), dict(error.headers))


def _parts(fields: dict[str, str], files: dict[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    boundary = uuid4().hex
    body = b""
    for name, value in fields.items():
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, (file, contents) in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        body += head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + contents + b"\r\n"
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
