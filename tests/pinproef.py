"""Proves the pins with what pip fetches, not with what is installed here: `make pinproef`, a step of CI.

Everything in requirements/run.txt goes into an empty environment with its hash; there the program must import all
that it names, and serve. Of the other lists pip must find every file and dependency with its hash; what they hold is
used by the steps of CI that install them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import urllib.request
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.server import environment, free_port, started  # noqa: E402


def run(opdracht: Sequence[str | Path]) -> None:
    """Runs a command, and ends with its own words when it fails."""
    klaar = subprocess.run(opdracht, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if klaar.returncode:
        sys.exit(f"{' '.join(map(str, opdracht))}\n{klaar.stdout}{klaar.stderr}")


def serves(python: Path) -> None:
    """Imports all that the program names with this Python, starts the server and asks a page. Raises ServerFailed."""
    run([python, "tests/imports.py"])
    port = free_port()
    adres = f"http://127.0.0.1:{port}"
    start = [python, "-m", "flask", "--app", "app", "serve", "--port", str(port), "--workers", "1"]
    with started(start, f"{adres}/gezondheid", environment()):
        urllib.request.urlopen(adres).close()


def main() -> None:
    """Installs, imports, serves; then goes through the other lists."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
        run([*pip, "-r", "requirements/run.txt"])
        serves(python)
        for lijst in sorted((ROOT / "requirements").glob("*.txt")):
            if lijst.stem != "run":
                run([*pip, "--dry-run", "--ignore-installed", "-r", lijst])


if __name__ == "__main__":
    main()
