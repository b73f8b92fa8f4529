"""What a base install adds to an empty virtual environment.

Run from the project's folder: python tests/benchmarks/install.py. It makes an environment and installs into it.
Budget: 35 MB on the disk for the packages; the grader itself, which a clone already has, is shown apart.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HOME = Path(__file__).parents[2]
BUDGET_MB = 35


def main() -> None:
    """Print the sizes before and after and every package's share; exit 1 beyond the budget."""
    with tempfile.TemporaryDirectory(prefix="kata-") as folder:
        environment = Path(folder) / "venv"
        venv.create(environment, with_pip=True)
        python = environment / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        empty = size_mb(environment)
        subprocess.run([python, "-m", "pip", "install", "--quiet", HOME], check=True)
        full = size_mb(environment)
        sizes = shares(environment)
        for name, megabytes in sizes:
            print(f"{name:32}{megabytes:8.1f} MB")
    packages = full - empty - dict(sizes)["grader"]
    print(f"{'empty environment':32}{empty:8.1f} MB")
    print(f"{'with the base install':32}{full:8.1f} MB")
    print(f"{'added by packages':32}{packages:8.1f} MB    budget {BUDGET_MB} MB")
    sys.exit(packages > BUDGET_MB)


def size_mb(folder: Path) -> float:
    """Megabytes all its files take on the disk, compiled ones too, links not followed: what `du` says."""
    return sum(on_disk(path.lstat()) for path in folder.rglob("*")) / (1 << 20)


def on_disk(found: os.stat_result) -> int:
    """Bytes in whole blocks where the system tells, else the file's own length."""
    blocks: int | None = getattr(found, "st_blocks", None)
    return found.st_size if blocks is None else blocks * 512


def shares(environment: Path) -> list[tuple[str, float]]:
    """The ten largest packages."""
    packages = next(environment.rglob("site-packages"))
    sizes = [(path.name, size_mb(path)) for path in packages.iterdir() if path.is_dir() and path.name != "pip"]
    return sorted(sizes, key=lambda share: -share[1])[:10]


if __name__ == "__main__":
    main()
