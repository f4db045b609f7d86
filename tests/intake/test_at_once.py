"""Several commands at once, in a home that none of them finds ready."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.files import write_csv

CAMPAIGN = {"campaign_code": "C1", "name": "Une", "channel": "phone", "starts_on": "2026-01-01"}


def test_the_first_imports_of_a_home_may_start_together(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "files", "campaigns", [CAMPAIGN])
    environment = {**os.environ, "FILON_HOME": str(tmp_path / "home")}
    environment.pop("FILON_DATABASE_URL", None)
    command = [sys.executable, "-m", "filon.faces.cli", "import", str(path), "--json"]
    running = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    ended = [(*process.communicate(timeout=120), process.returncode) for process in running]
    assert [code for _, _, code in ended] == [0, 0, 0], ended
    batches = [json.loads(output)["batches"][0] for output, _, _ in ended]
    assert sorted((batch["created"], batch["identical"]) for batch in batches) == [(0, 1), (0, 1), (1, 0)]
