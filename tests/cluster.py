"""A private PostgreSQL server for one run of the tests, in a temporary folder."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

INSTALLED = Path("/usr/lib/postgresql")
TEMPLATE = "filon_template"
SPEED_OVER_SAFETY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


class MissingPostgreSQLError(Exception):
    """No PostgreSQL server is installed."""


def newest_binaries() -> Path:
    """Return the folder of the newest server's programs; raise MissingPostgreSQLError without one."""
    found = [
        (tuple(map(int, re.findall(r"\d+", folder.parent.name))), folder)
        for folder in INSTALLED.glob("*/bin")
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists()
    ]
    if not found:
        raise MissingPostgreSQLError(f"no PostgreSQL server under {INSTALLED}: apt-get install postgresql")
    return max(found)[1]


class Cluster:
    """A server on a Unix socket in its own folder, started at once and removed by `stop`."""

    def __init__(self) -> None:
        self.binaries = newest_binaries()
        self.user = _unprivileged_user()
        self.folder = Path(tempfile.mkdtemp(prefix="filon-pg-"))
        if self.user:
            shutil.chown(self.folder, self.user)
        self.data = self.folder / "data"
        self._run("initdb", "-D", self.data, "-U", "filon", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        options = f"-k {self.folder} -c listen_addresses='' {SPEED_OVER_SAFETY}"
        self._run("pg_ctl", "-D", self.data, "-l", self.folder / "log", "-o", options, "-w", "start")

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        try:
            self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [str(self.binaries / program), *map(str, arguments)]
        with (self.folder / f"{program}.out").open("w+") as output:  # a pipe would be held by the server
            done = subprocess.run(
                command,
                user=self.user,
                group=pwd.getpwnam(self.user).pw_gid if self.user else None,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
            )
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"{program} failed: {output.read()}")


def _unprivileged_user() -> str | None:
    """Return whom the server must run as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def url(folder: str, database: str) -> str:
    """Return the address of a database of the server whose socket is in `folder`."""
    return f"postgres://filon@/{database}?host={folder}"
