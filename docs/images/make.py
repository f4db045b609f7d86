"""Makes the pictures of the documentation from the demonstration: `.venv/bin/python docs/images/make.py`.

Needs Chromium. The demonstration is built at a fixed date, so that the pictures change only with the pages.
"""

import json
import os
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from bench.serving import served  # noqa: E402 - after the path that finds it

END = date(2026, 11, 1)
WIDTH = 1200
PAGES = {  # picture: address, height in pixels, colour scheme
    "home-fr": ("/", 1000, "light"),
    "segments-fr": ("/segments/?metric=reach_rate&by=weekday&and=hour", 820, "dark"),
    "campaign-fr": ("/campagnes/CVC-INDUSTRIE/", 1000, "light"),
    "maturity-fr": ("/maturite/", 1000, "light"),
    "scenarios-fr": ("/scenarios/", 1500, "dark"),
    "budget-fr": ("/arbitrage/?by=campaign", 1000, "light"),
}
REPORT = ("report-fr", 1500)


def main() -> None:
    """Build the demonstration in a folder of its own, serve it, and photograph its pages and its report."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("Chromium is needed to take the pictures.")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "demo"
        password, report = build(home)
        with served(home) as base, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
            for name, (address, height, scheme) in PAGES.items():
                page = chromium.new_page(
                    locale="fr-FR",
                    viewport={"width": WIDTH, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                )
                log_in(page, base, password)
                photograph(page, f"{base}{address}", name)
            name, height = REPORT
            page = chromium.new_page(viewport={"width": WIDTH, "height": height})
            photograph(page, report.as_uri(), name)
            chromium.close()


def build(home: Path) -> tuple[str, Path]:
    """Build the demonstration; return the password of its accounts and its report."""
    os.environ.update(FILON_HOME=str(home), DJANGO_SETTINGS_MODULE="filon.config.settings")
    os.environ.pop("FILON_DATABASE_URL", None)
    from filon.flows.demo.build import build as build_demo
    from filon.flows.demo.build import claim
    from filon.flows.demo.people import KEPT, log_ins
    from filon.flows.open_home import open_home

    end = claim(home, END)
    report = build_demo(open_home(), end).report
    log_ins(home)
    password: str = json.loads((home / KEPT).read_text("utf-8"))["password"]
    return password, report


def log_in(page: Page, url: str, password: str) -> None:
    """Log in as the sales director."""
    page.goto(f"{url}/compte/login/")
    page.get_by_label("Nom ou e-mail").fill("ventes")
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_load_state()


def photograph(page: Page, url: str, name: str) -> None:
    """Take the top of a page as a PNG file."""
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    main()
