"""Every address × every role × both clients: nobody sees more than the view declares and the scope allows."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from filon.faces.office.access import ANYBODY, DECIDERS, EVERYONE, VISITOR, patterns, roles_of
from filon.faces.office.urls import urlpatterns
from filon.records.actions.accounts import make_account
from filon.records.models import User
from tests import world

PAGES = patterns(urlpatterns)
TOKEN = re.compile(r'csrfmiddlewaretoken" value="\w+"')  # chance writes any word into one
# A value for each kind of argument: one of the other client's where one can be named.
ARGUMENTS: dict[str, object] = {
    "number": 1, "place": 0, "metric": "calls", "code": "BETA-1", "token": "t" * 24, "name": "x.csv",
    "kind": "appointments", "version": "0", "slug": "rendez-vous", "subject": "appointments",
}  # fmt: skip


def names() -> list[str]:
    return [str(page.name) for page in PAGES]


def address(page: URLPattern, **chosen: object) -> str:
    arguments = {key: {**ARGUMENTS, **chosen}[key] for key in page.pattern.converters}
    return reverse(f"office:{page.name}", kwargs=arguments)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory, open_home: object) -> Iterator[dict[str, Client]]:
    with open_home(tmp_path_factory.mktemp("doors")):  # type: ignore[operator]
        alpha, beta = world.client("ALPHA", name="Alpha SAS"), world.client("BETA", name="Beta Confidentiel")
        for client, code in ((alpha, "ALPHA-1"), (beta, "BETA-1")):
            campaign = world.campaign(code, client=client, name=f"Mission {client.name}")
            contact = world.contact(f"P-{code}", company=f"Prospect de {client.name}")
            call = world.call(campaign, contact=contact, outcome="appointment")
            world.appointment(campaign, of_call=call)
            world.contract(campaign, contact=contact)
            world.cost(campaign, amount=100)
        made = {}
        for role in User.Role:
            made[str(role)] = Client()
            held = alpha if role == User.Role.CLIENT_VIEWER else None
            user = make_account(
                str(role), role=role, password="a-long-enough-secret", actor="test", client=held
            )
            made[str(role)].force_login(user)
        yield made


@pytest.mark.parametrize("page", PAGES, ids=names())
def test_every_view_declares_who_may_open_it(page: URLPattern) -> None:
    roles = roles_of(page.callback)
    assert roles is ANYBODY or (roles and roles <= EVERYONE | {VISITOR})


@pytest.mark.parametrize("page", PAGES, ids=names())
def test_a_role_that_is_not_declared_finds_nothing(page: URLPattern, people: dict[str, Client]) -> None:
    roles = roles_of(page.callback) or frozenset()
    for role, client in people.items():
        for answer in (client.get(address(page)), client.post(address(page))):
            assert answer.status_code < 500, (role, answer.status_code)
            if roles is not ANYBODY and role not in roles:
                assert answer.status_code in (404, 405), role


@pytest.mark.parametrize("page", PAGES, ids=names())
def test_a_stranger_is_led_to_the_log_in_page(page: URLPattern, people: dict[str, Client]) -> None:
    del people
    answer = Client().get(address(page))
    if roles_of(page.callback) is ANYBODY:
        assert answer.status_code < 400 or answer.status_code == 405
    else:
        assert answer.status_code in (302, 405)
        assert answer.status_code == 405 or answer["Location"].startswith("/compte/login/")


@pytest.mark.parametrize("page", PAGES, ids=names())
def test_a_client_sees_nothing_of_the_other_client(page: URLPattern, people: dict[str, Client]) -> None:
    viewer = people[User.Role.CLIENT_VIEWER]
    for question in ("", "?w.campaign=BETA-1", "?w.client=BETA", "?by=campaign", "?by=client", "?q=Beta"):
        answer = viewer.get(address(page) + question)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        seen = TOKEN.sub("", body.decode("utf-8", "replace")).replace(question.removeprefix("?"), "")
        assert "Confidentiel" not in seen, question
        if "BETA" not in question and "BETA" not in address(page):
            assert "BETA" not in seen, question


@pytest.mark.parametrize("page", PAGES, ids=names())
@pytest.mark.parametrize("metric", ["calls", "roi"])
def test_who_sees_no_money_meets_no_amount(page: URLPattern, metric: str, people: dict[str, Client]) -> None:
    if page.name == "calculator":
        pytest.skip("computes from what the visitor gives")
    for role in EVERYONE - DECIDERS:
        answer = people[role].get(address(page, code="ALPHA-1", metric=metric))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert "€".encode() not in body, role


@pytest.mark.parametrize("page", PAGES, ids=names())
def test_an_address_written_by_hand_is_answered_by_a_sentence(
    page: URLPattern, people: dict[str, Client]
) -> None:
    for question in (
        "to=9999-12-31", "from=0001-01-01&to=0001-02-01", "from=2026-13-01", "w.day=9999-12-31", "w.week=9999-W52",
        "w.contact=99999999999999999999", "older=99999999999999999999", "horizon=99999999999999999999", "page=-1",
        "q=a%00b", "w.sector=%00",
    ):  # fmt: skip
        answer = people[User.Role.SALES_DIRECTOR].get(f"{address(page)}?{question}")
        assert answer.status_code < 500, question


def test_the_walk_meets_every_page() -> None:
    for page in PAGES:
        try:
            address(page)
        except (KeyError, NoReverseMatch) as error:
            pytest.fail(f"give {page.name} an argument in ARGUMENTS: {error!r}")
