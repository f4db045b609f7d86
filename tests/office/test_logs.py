"""The logs: lines of JSON, without what people wrote."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from filon.config.logs import JsonLines, formatter
from filon.records.actions.accounts import make_account
from filon.records.models import User


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "web.jsonl"


@pytest.fixture
def logger(log: Path) -> Iterator[logging.Logger]:
    found = logging.Logger("filon.office")  # noqa: LOG001 - one of its own, not the process's
    handler = JsonLines(log)
    handler.setFormatter(formatter())
    found.addHandler(handler)
    yield found
    handler.close()


def test_an_error_keeps_its_type_and_place_but_not_its_words(logger: logging.Logger, log: Path) -> None:
    try:
        int("06 12 34 56 78")
    except ValueError:
        logger.exception("failed", extra={"job": 3})
    (line,) = lines(log)
    assert (line["event"], line["level"], line["job"], line["error"]) == (
        "failed", "error", 3, "builtins.ValueError",
    )  # fmt: skip
    assert "test_logs.py" in str(line["frames"])
    assert "06 12" not in log.read_text(encoding="utf-8")


def test_what_forges_a_line_stays_in_its_line(logger: logging.Logger, log: Path) -> None:
    logger.warning("seen", extra={"view": 'x"}\n{"event": "forged'})
    assert [line["event"] for line in lines(log)] == ["seen"]


def test_a_request_is_logged_without_what_was_sought(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    user = make_account("Dupont", role=User.Role.FINANCE, password="a-long-enough-secret", actor="test")
    client = Client()
    client.force_login(user)
    with caplog.at_level(logging.INFO, "filon.office"):
        client.get("/?q=Dupont")
    (record,) = [record for record in caplog.records if record.name == "filon.office"]
    said = vars(record)
    assert (said["view"], said["status"], said["user"]) == ("office:home", 200, user.pk)
    assert "Dupont" not in str(said)
