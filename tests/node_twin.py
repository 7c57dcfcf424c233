"""Runs our JavaScript in node, without a browser, on data that a test made: for comparing it with Python."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

JS = Path(__file__).parent.parent / "viewer" / "static" / "js"


def run_node(module: str, data: object) -> object:
    """What the default export of an ES module's text answers to some data, both ways as JSON.

    module: its imports name files by absolute path (`JS`). Raises CalledProcessError with node's own words.
    """
    script = (
        "import {readFileSync} from 'node:fs';"
        f"const {{default: answer}} = await import('data:text/javascript,' + encodeURIComponent({json.dumps(module)}));"
        "process.stdout.write(JSON.stringify(await answer(JSON.parse(readFileSync(0, 'utf8')))))"
    )
    done = subprocess.run(  # noqa: PLW1510 - node says more than an exit code
        ["node", "--input-type=module", "-e", script],
        input=json.dumps(data),
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)
