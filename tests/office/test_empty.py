"""A new instance: before any file came, every page says the next action."""

import re
from pathlib import Path

from django.test import Client
from django.urls import reverse

from filon.faces.office.navigation import PAGES
from filon.records.actions.accounts import make_account


def test_every_page_of_a_new_instance_says_the_next_action(home: Path) -> None:
    reader = Client(headers={"accept-language": "fr"})
    reader.force_login(make_account("a", role="administrator", password="a-long-enough-secret", actor="t"))
    silent = []
    for name, _ in PAGES:
        page = reader.get(reverse(name), follow=True)
        assert page.status_code == 200, name
        main = re.split("<main|</main>", page.content.decode())[1]
        if 'class="empty"' not in main and "Créer le compte" not in main:
            silent.append(name)
    assert silent == []
