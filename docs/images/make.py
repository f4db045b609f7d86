"""Makes the pictures of the documentation from the demonstration: `python docs/images/make.py`.

Needs Chromium. The demonstration is built at a fixed date, so that the pictures change only with the page.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
END = date(2026, 11, 1)
PICTURES = {"report-fr.png": ("fr", 1120, 1500)}  # language, width and height in pixels


def main() -> None:
    """Build the demonstration in a folder of its own and photograph its report."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("Chromium is needed to take the pictures.")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "demo"
        os.environ.update(FILON_HOME=str(home), DJANGO_SETTINGS_MODULE="filon.config.settings")
        os.environ.pop("FILON_DATABASE_URL", None)
        from filon.flows.demo.build import build, claim
        from filon.flows.open_home import open_home

        end = claim(home, END)
        open_home()
        for name, (language, width, height) in PICTURES.items():
            report = build(home, end, language="en" if language == "en" else "fr").report
            photograph(browser, report, HERE / name, (width, height))


def photograph(browser: str, page: Path, picture: Path, size: tuple[int, int]) -> None:
    """Take the top of a page, light, as a PNG file."""
    window = f"--window-size={size[0]},{size[1]}"
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", window)
    command = [browser, *options, f"--screenshot={picture}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
