"""An importer killed at any instant leaves a whole batch or none, and the next run finishes the work."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connections

from filon.flows.take_in import take_in
from filon.records.models import Call, ImportBatch
from filon.records.queries.journal import broken_entry
from tests.files import worked_case_1

KILLS = 50


@pytest.mark.long
def test_kill_9_at_random_instants_never_leaves_half_a_batch(home: Path, tmp_path: Path) -> None:
    folder = worked_case_1(tmp_path)
    command = [sys.executable, "-m", "filon.faces.cli", "import", str(folder)]
    started = time.monotonic()
    subprocess.run([*command, "--dry-run"], check=True, capture_output=True)
    whole = time.monotonic() - started
    chance = random.Random(20260105)
    for _ in range(KILLS):
        importer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 1.0) * whole)
        importer.send_signal(signal.SIGKILL)
        importer.wait()
        connections.close_all()
        batches = ImportBatch.objects.filter(kind="calls", created_rows=8000).count()
        assert Call.objects.count() == 8000 * batches
        assert batches <= 1
        assert broken_entry() is None
    take_in([folder])
    assert Call.objects.count() == 8000
