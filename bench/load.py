"""Twenty people on the home page of one instance, and the bare questions that the page asks.

Called by run.py with the file to write the seconds to; FILON_HOME is the home, already published.
Bounded: each person opens so many pages, with a pause between two, and the server is stopped at the end.
"""

import http.cookiejar
import json
import os
import random
import re
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.serving import served

PEOPLE, PAGES, PAUSE_SECONDS = 20, 25, 2.0
WHOLE = 0.7  # of the pages, those of the whole company; the others are of one campaign
CAMPAIGNS = 20
NAME, PASSWORD = "bench", "a password for the bench alone"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def main(target: Path) -> None:
    """Measure and write the 95th percentiles."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "filon.config.settings"
    from filon.flows.open_home import open_home

    home = open_home()
    _make_account()
    bare = p95(_bare_questions())
    pages = p95(_pages(home))
    target.write_text(json.dumps({"bare": bare, "pages": pages}), "utf-8")


def p95(seconds: list[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(seconds, n=20)[-1]


def addresses(person: int) -> list[str]:
    """Return the pages that a person opens, the same every time."""
    chance = random.Random(person)
    return [
        "/" if chance.random() < WHOLE else f"/?w.campaign=C{chance.randrange(CAMPAIGNS)}"
        for _ in range(PAGES)
    ]


def everybody(page: Callable[[str], None]) -> list[float]:
    """Let all the people open their pages at once, and return the seconds of each page."""
    page("/")  # warm

    def visit(person: int) -> list[float]:
        chance, taken = random.Random(person), []
        time.sleep(chance.uniform(0, PAUSE_SECONDS))
        for address in addresses(person):
            begun = time.perf_counter()
            page(address)
            taken.append(time.perf_counter() - begun)
            time.sleep(chance.uniform(0.5, 1.5) * PAUSE_SECONDS)
        return taken

    with ThreadPoolExecutor(PEOPLE) as people:
        return [second for taken in people.map(visit, range(PEOPLE)) for second in taken]


def _bare_questions() -> list[float]:
    """Ask what the home page asks, without a page, one at a time and with nothing kept from before."""
    from django.conf import settings

    from filon.faces.office.asking import Asked
    from filon.flows.answer import ask
    from filon.flows.calling import calling_channels
    from filon.flows.check import check
    from filon.flows.recall import forget
    from filon.reports.pages import home
    from filon.terms.scope import EVERYTHING

    def questions(address: str) -> float:
        campaign = address.partition("=")[2]
        asked = Asked(where={"campaign": (campaign,)} if campaign else {})
        forget()
        begun = time.perf_counter()
        channels = calling_channels(settings.FILON_HOME, EVERYTHING)
        for query in home.queries(asked.query(*home.DEFAULT), home.DEFAULT, channels).values():
            ask(settings.FILON_HOME, query)
        check(settings.FILON_HOME)
        return time.perf_counter() - begun

    questions("/")  # warm
    return [questions(address) for address in addresses(0)]


def _pages(home: Path) -> list[float]:
    with served(home) as base:
        return everybody(_log_in(base))


def _log_in(base: str) -> Callable[[str], None]:
    """Return what opens a page as somebody who is logged in."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    form = f"{base}/compte/login/"
    found = TOKEN.search(opener.open(form).read().decode())
    fields = {"login": NAME, "password": PASSWORD, "csrfmiddlewaretoken": found.group(1) if found else ""}
    opener.open(form, urllib.parse.urlencode(fields).encode())

    def page(address: str) -> None:
        with opener.open(base + address) as answer:
            if b'class="indicators"' not in answer.read():
                raise ValueError(f"{address} is not the home page")

    return page


def _make_account() -> None:
    from filon.records.actions.accounts import make_account
    from filon.records.models import User

    if not User.objects.filter(username=NAME).exists():
        make_account(NAME, role=User.Role.SALES_DIRECTOR, password=PASSWORD, actor="bench")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
