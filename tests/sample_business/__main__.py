"""Makes the workbooks of `templates/` anew: ``python -m tests.sample_business``."""

from __future__ import annotations

import sys
from pathlib import Path

from .shipped import SHIPPED

if __name__ == "__main__":
    folder = Path(__file__).resolve().parents[2] / "templates"
    for name, made in SHIPPED.items():
        (folder / name).write_bytes(made())
        sys.stdout.write(f"templates/{name}\n")
