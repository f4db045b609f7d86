"""`filon serve`: the pages, in a browser."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import click

from filon.faces.cli.console import home_option, language, language_option, setup, tell

PORT, TRIED = 8000, 100
STOPS_SECONDS = 5  # a page still being made when the server is told to stop has so long to finish
port_option = click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help=tell(
        "Port (défaut : 8000, sinon le premier libre).", "Port (default: 8000, else the first free one)."
    ),
)


@click.command("serve", help=tell("Ouvre les pages dans le navigateur.", "Serves the pages to your browser."))
@port_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, help=tell("Adresse d'écoute.", "Address to listen on.")
)
@home_option
@language_option
def command(port: int | None, host: str) -> None:
    """Serve the pages; a taken port gives way to the next free one, said."""
    os.environ["FILON_PROCESS"] = "web"
    setup()
    chosen = free_port(host, port or PORT)
    if chosen != (port or PORT):
        click.echo(tell(f"Le port {port or PORT} est pris.", f"Port {port or PORT} is taken."))
    click.echo(
        tell(
            f"Filon répond sur http://{host}:{chosen} (Ctrl+C pour arrêter).",
            f"Filon answers at http://{host}:{chosen} (Ctrl+C to stop).",
        )
    )
    worker = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "filon.faces.cli", "work", "--parent", str(os.getpid())]
    )
    try:
        _granian(host, chosen)
    finally:
        worker.terminate()
        worker.wait()


def become_server(home: Path, port: int | None) -> None:
    """Replace this process by the server of a home: what building it took is given back."""
    more = ["--port", str(port)] if port else []
    program = [sys.executable, "-m", "filon.faces.cli", "serve"]
    sys.stdout.flush()
    os.execv(sys.executable, [*program, "--home", str(home), "--lang", language(), *more])  # noqa: S606 - our own command


def _granian(host: str, port: int) -> None:
    import multiprocessing

    from granian import Granian
    from granian.constants import Interfaces

    multiprocessing.set_start_method("spawn", force=True)  # no open database is shared between processes
    Granian(
        "filon.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=8,
        workers_kill_timeout=STOPS_SECONDS,
        respawn_failed_workers=True,
        log_enabled=False,
    ).serve()


def free_port(host: str, first: int) -> int:
    """Return the first free port from `first` on. Raises OSError where there is none among a hundred."""
    for port in range(first, min(first + TRIED, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    msg = f"no free port from {first} on"
    raise OSError(msg)
