"""Hold random asyncio programs against plain asyncio.

python -m tests.programs 17             the program of seed 17, in all ways
python -m tests.programs --count 1000   the first thousand
python -m tests.programs --show 17      only print the program
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from tests.programs.ways import compare
from tests.programs.writing import Program


def main(arguments: Sequence[str]) -> int:
    """0 where each trace is that of plain asyncio, 1 where one is not."""
    parser = argparse.ArgumentParser(prog="python -m tests.programs", description="Random programs on our loop.")
    parser.add_argument("seeds", nargs="*", type=int, metavar="seed")
    parser.add_argument("--count", type=int, default=0, help="the seeds from 0 up to this number")
    parser.add_argument("--show", action="store_true", help="print the programs, and run none")
    asked = parser.parse_args(arguments)
    seeds = [*asked.seeds, *range(asked.count)]
    if not seeds:
        parser.error("name a seed, or give --count")
    if asked.show:
        print("\n\n".join(Program(seed).source for seed in seeds))
        return 0
    compared = compare(seeds)
    for difference in compared.differences:
        print(f"{difference}\n")
    version = sys.version.split()[0]
    print(f"Python {version}: {compared.programs} programs, {len(compared.differences)} differences", end="")
    print(f"; {compared.stuck} more get stuck on plain asyncio too" if compared.stuck else "")
    return 1 if compared.differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
