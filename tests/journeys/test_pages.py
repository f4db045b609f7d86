"""Every page, for whoever sees with the ears, at any width, in both themes."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import Office, Visitor, confirm
from tests.journeys.test_writers import COSTS, drop

PAGES = (
    "/", "/entonnoir/?by=script", "/campagnes/", "/campagnes/CVC-INDUSTRIE/", "/campagnes/CVC-INDUSTRIE/modifier/",
    "/campagnes/nouvelle/", "/campagnes/regle/", "/canaux/", "/arbitrage/", "/scenarios/?target=50", "/tests/", "/tests/nouveau/",
    "/tests/CVC-OUVERTURE/", "/tests/SANTE-ACCROCHE/", "/segments/", "/segments/?by=weekday&and=hour", "/couts/",
    "/couts/1/", "/couts/1/corriger/", "/couts/nouveau/", "/couts/repartition/", "/donnees/contacts/",
    "/donnees/appels/", "/donnees/rendez-vous/", "/donnees/rendez-vous/1/", "/donnees/rendez-vous/1/modifier/",
    "/donnees/opportunites/", "/donnees/contrats/", "/donnees/contrats/1/", "/donnees/a-rapprocher/", "/imports/",
    "/calculateur/?calls=8000&contracts=15&cost=12000&margin=36000", "/controles/", "/comptes/", "/comptes/2/", "/mon-compte/", "/indicateurs/",
    "/chiffre/roi/", "/compte/2fa/", "/compte/2fa/totp/activate/", "/compte/2fa/webauthn/", "/compte/2fa/webauthn/add/",
    "/compte/password/change/", "/compte/reauthenticate/", "/compte/logout/", "/nowhere/",
)  # fmt: skip
WIDEST, NARROWEST = 3840, 320


def findings(page: Page) -> list[str]:
    """Return what is serious for those who hear the page or use the keyboard."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{page.url} {each['id']}: {each['nodes'][0]['html'][:160]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def overflowing(page: Page) -> list[str]:
    """Return the widths at which the page itself scrolls sideways."""
    wrong = []
    for width in (NARROWEST, WIDEST):
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wrong.append(f"{page.url} at {width} px: {over} px too wide")
    page.set_viewport_size({"width": 1280, "height": 900})
    return wrong


def opened(page: Page, path: str, password: str) -> Page:
    page.goto(path)
    confirm(page, password)
    return page


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_hides_anything_from_a_screen_reader_or_scrolls_sideways(
    visit: Visitor, office: Office, scheme: str, tmp_path: Path
) -> None:
    page = visit("/", as_="admin", scheme=scheme, complain=False)  # of the styles that axe brings
    wrong: list[str] = []
    for path in PAGES:
        opened(page, path, office.passwords["admin"])
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        wrong += findings(page) + overflowing(page)
    costs = tmp_path / "dépenses.csv"
    costs.write_text(COSTS, encoding="utf-8")
    page.goto("/imports/")
    drop(page, costs)
    wrong += findings(page) + overflowing(page)
    page.get_by_role("button", name="Essayer sans rien prendre").click()
    page.get_by_role("button", name="Prendre ces lignes").wait_for()
    wrong += findings(page) + overflowing(page)
    for path in ("/compte/login/", "/compte/password/reset/", "/calculateur/"):
        stranger = visit(path, scheme=scheme, complain=False)
        wrong += findings(stranger) + overflowing(stranger)
    assert wrong == []


def test_the_home_page_hides_nothing_from_a_screen_reader(visit: Visitor) -> None:
    page = visit("/", as_="ventes", complain=False)
    assert findings(page) + overflowing(page) == []
