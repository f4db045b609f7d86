"""The demonstration served by `filon demo`, and a real Chromium to visit it with."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

ROOM = Path(__file__).parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LOG_IN = re.compile(r"^ {2}(\w+) +(\S{16}) +\S", re.MULTILINE)
STARTED = re.compile(r"http://127\.0\.0\.1:\d+")
PATIENCE_SECONDS = 240

Visitor = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the journeys together on one worker, and skip them where there is no Chromium."""
    for item in items:
        if ROOM in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("journeys"))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


class Office:
    """A running instance: its address, its folder and the passwords of its accounts."""

    def __init__(self, home: Path) -> None:
        self.home = home
        command = [sys.executable, "-m", "filon.faces.cli", "demo", "--home", str(home), "--lang", "fr"]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FILON_")}
        self._process = subprocess.Popen(
            [*command, "--port", str(_free_port())],
            env={**environment, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()
        self.url = self._wait_for_address()
        self.passwords = dict(LOG_IN.findall(self.said))
        self.sessions: dict[str, StorageState] = {}  # of those who logged in already

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said += line

    def _wait_for_address(self) -> str:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            found = STARTED.search(self.said)
            if found and _listens(int(found.group().rpartition(":")[2])):
                return found.group()
            time.sleep(0.2)
        self.close()
        pytest.fail(f"the demonstration did not start:\n{self.said}")

    def close(self) -> None:
        """Stop the server as Ctrl+C does."""
        os.killpg(self._process.pid, signal.SIGINT)
        self._process.wait(30)
        self._reader.join()
        if self._process.stdout:
            self._process.stdout.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    running = Office(tmp_path_factory.mktemp("office") / "demo")
    yield running
    running.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread; tests that come after on this worker are not asynchronous for that.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(office: Office, browser: Browser) -> Iterator[Visitor]:
    """Return what opens a page as somebody, in French; a page that complains in its console fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def go(path: str = "/", *, as_: str | None = None, scheme: str = "light", complain: bool = True) -> Page:
        context = browser.new_context(
            base_url=office.url,
            locale="fr-FR",
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": 1280, "height": 900},
            storage_state=office.sessions.get(as_ or ""),
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        if complain:
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on(
                "console", lambda said: complaints.append(said.text) if _wrong(said.text, said.type) else None
            )
        if as_ and as_ not in office.sessions:
            log_in(page, as_, office.passwords[as_])
            office.sessions[as_] = context.storage_state()
        page.goto(path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def _wrong(text: str, kind: str) -> bool:
    return kind == "error" and "status of 4" not in text  # a page that is not there is what some tests seek


def log_in(page: Page, name: str, password: str) -> None:
    page.goto("/compte/login/")
    page.get_by_label("Nom ou e-mail").fill(name)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_load_state()


def confirm(page: Page, password: str) -> None:
    """Give the password again, where a page that guards the account asks for it."""
    if page.get_by_role("heading", name="Confirmer l'accès").is_visible():
        page.get_by_label("Mot de passe").fill(password)
        page.get_by_role("button", name="Confirmer").click()
