"""Every figure of a page leads to a page that shows the very same figure."""

import html
import re
from pathlib import Path

import pytest
from django.test import Client

from filon.records.actions.accounts import make_account
from filon.records.models import Client as Company
from filon.records.models import User
from tests import world

FIGURE = re.compile(r'<a class="figure[^"]*" href="([^"]+)"[^>]*>(.*?)(?:<sup>\d+</sup>)?</a>')
HEADLINE = re.compile(
    r'<dl class="indicators">.*?<a class="figure[^>]*>(.*?)(?:<sup>\d+</sup>)?</a>', re.DOTALL
)
PAGES = (
    "/", "/?from=2026-01-06&to=2026-01-31", "/entonnoir/", "/entonnoir/?by=script", "/campagnes/", "/campagnes/C1/",
    "/canaux/", "/segments/?metric=roi&by=campaign", "/segments/?by=hour&and=weekday",
)  # fmt: skip


@pytest.fixture
def company(home: Path) -> None:
    for code, kind, calls in (("C1", "recurring", 30), ("C2", "test", 24)):
        campaign = world.campaign(code, kind=kind, client=world.client(f"OF-{code}"))
        for number in range(calls):
            call = world.call(campaign, outcome="appointment" if number % 3 else "refused")
            if number % 3:
                world.appointment(campaign, of_call=call, status="held")
        world.cost(campaign, amount="1234.56")
        world.contract(campaign, revenue=4000)


def account(role: str) -> User:
    of = Company.objects.get(client_code="OF-C1") if role == User.Role.CLIENT_VIEWER else None
    return make_account("r", role=role, password="a-long-enough-secret", actor="t", client=of)


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (User.Role.OPERATOR, PAGES[:1]),
        (User.Role.FINANCE, PAGES[1:2]),
        pytest.param(User.Role.FINANCE, PAGES, marks=pytest.mark.long),
        pytest.param(User.Role.CLIENT_VIEWER, PAGES, marks=pytest.mark.long),
    ],
)
def test_a_figure_leads_to_itself(company: None, role: str, pages: tuple[str, ...]) -> None:
    reader = Client(headers={"accept-language": "fr"})
    reader.force_login(account(role))
    followed: dict[str, str] = {}
    for address in pages:
        page = reader.get(address)
        if page.status_code == 404:  # not for that role
            continue
        for link, text in FIGURE.findall(page.content.decode()):
            if link not in followed:
                found = HEADLINE.search(reader.get(html.unescape(link)).content.decode())
                followed[link] = found[1] if found else "no figure"
            assert followed[link] == text, (address, link)
    assert followed
