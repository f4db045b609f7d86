"""Structured logs of the server and the worker: one JSON object a line, nothing personal in them."""

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import structlog

BYTES, KEPT = 10_000_000, 5


class JsonLines(RotatingFileHandler):
    """A file that starts anew when it is large; its folder is made when the first line is written."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=BYTES, backupCount=KEPT, encoding="utf-8", delay=True)
        logging.raiseExceptions = False  # a full disk stops the log, not the process

    def _open(self) -> Any:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()


def formatter() -> logging.Formatter:
    """Return what turns a record, with its `extra`, into one line of JSON."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_message,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=lambda value: type(value).__name__),
        ],
    )


def _without_message(logger: Any, name: str, event: Any) -> Any:
    """Keep of an error its type and where it was: its message may quote what people wrote."""
    del logger, name
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        event["error"] = f"{type(error).__module__}.{type(error).__name__}"
        event["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def settings(home: Path, process: str) -> dict[str, Any]:
    """Return Django's LOGGING for a process: a file of its own in the home."""
    path = home / "logs" / f"{process}.jsonl"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "filon.config.logs.formatter"}},
        "handlers": {"file": {"()": "filon.config.logs.JsonLines", "path": path, "formatter": "json"}},
        "loggers": {"filon": {"level": "INFO"}},
        "root": {"level": "WARNING", "handlers": ["file"]},
    }
