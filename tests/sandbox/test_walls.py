"""What is seen from behind bubblewrap's walls, by a process that nothing else confines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.engine.sandbox.bubblewrap import libraries
from grader.engine.sandbox.cgroups import Group, make_group
from grader.engine.sandbox.enclosure import Enclosure, enclosures
from grader.engine.sandbox.kernel import Layer
from grader.engine.sandbox.lockdown import standard_library
from grader.engine.sandbox.namespaces import REFUSED, isolated, private_folder
from grader.engine.sandbox.process import base_python, scrubbed_environment
from tests.support.claims import nonempty

NO_GROUP = Group(Layer("group", False))
WAIT_S = 30
Look = Callable[[str], Any]
# What the expressions use.
LOADS = """import json, os, socket, sys, importlib
def _files(top): return [(at, name) for at, _, names in os.walk(top) for name in names]
def _loads(name):
    try: importlib.import_module(name)
    except ImportError: return False
    return True
def _loaded(names): return [name for name in names if _loads(name)]
0"""


def ways(code: str, scratch: str) -> dict[bool, Enclosure]:
    """The strongest way with walls, and the strongest without."""
    found: dict[bool, Enclosure] = {}
    for one in enclosures(code, make_scratch=lambda: scratch, group=NO_GROUP):
        found.setdefault(one.walls, one)
    return found


def run(enclosure: Enclosure) -> subprocess.CompletedProcess[bytes]:
    """Run it to its end."""
    return subprocess.run(
        enclosure.command,
        env=scrubbed_environment(enclosure.scratch),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=WAIT_S,
        check=False,
    )


@pytest.fixture(scope="session")
def works() -> bool:
    """Does bubblewrap work here?"""
    walled = ways("pass", tempfile.gettempdir()).get(True)
    return walled is not None and run(walled).returncode == 0


@pytest.fixture
def look(works: bool, tmp_path: Path) -> Look:
    """What an expression is worth behind the walls."""
    if not works:
        pytest.skip("bubblewrap does not work here")

    def looked(expression: str) -> Any:
        code = f"{LOADS}; print(json.dumps({expression}))"
        done = run(ways(code.replace("{", "{{").replace("}", "}}"), str(tmp_path))[True])
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return looked


def test_no_folder_of_the_machine_is_there(look: Look) -> None:
    """The root holds libraries, the interpreter's own path, devices, the floors and a place for scratch; no more."""
    interpreter = Path(os.path.realpath(getattr(sys, "_base_executable", sys.executable))).parts[1]

    names = set(look("os.listdir('/')"))

    assert names <= {"dev", "kata", "lib", "lib64", "tmp", "usr", interpreter}
    assert look("os.listdir('/tmp')") == []


def test_only_the_libraries_that_python_loads_are_there(look: Look) -> None:
    """What else is installed is not told by /usr/lib, nor by /etc."""
    found = look("[os.path.join(*at) for top in ('/lib', '/lib64', '/usr') for at in _files(top)]")

    outside = [path for path in found if "/python3." not in path]
    assert outside and all(".so" in os.path.basename(path) for path in nonempty(outside))
    assert len(outside) < 100


def test_every_module_that_loads_outside_loads_inside(look: Look) -> None:
    """No library is missing that the standard library's compiled modules need."""
    names = sorted(
        path.name.partition(".")[0]
        for path in Path(standard_library()[-1]).glob("*.so")
        if not path.name.startswith(("_tkinter", "_test", "_ctypes_test", "xx"))
    )
    done = subprocess.run(
        [base_python(), "-S", "-c", f"{LOADS}; print(json.dumps(_loaded({names!r})))"], capture_output=True, check=True
    )

    assert names
    assert look(f"_loaded({names!r})") == json.loads(done.stdout)


@pytest.mark.parametrize("path", ["/etc/passwd", "/proc", "/sys", "/var", "/run", "/home/", "/dev/shm", "/dev/tty"])
def test_a_path_of_the_machine_leads_nowhere(look: Look, path: str) -> None:
    """What every machine has is not there, and neither is this test."""
    assert look(f"os.path.lexists({path!r}) and os.listdir({path!r}) != []") is False
    assert look(f"os.path.lexists({__file__!r})") is False


def test_only_the_candidates_floors_are_there(look: Look) -> None:
    """Of the grader a candidate finds what it runs, and nothing of the examiner's."""
    assert set(look("os.listdir('/kata/grader')")) == {"__init__.py", "cleaning.py", "engine", "vtime"}
    assert set(look("os.listdir('/kata/grader/engine')")) == {"__init__.py", "candidate", "sandbox", "wire"}


def test_there_is_no_network(look: Look) -> None:
    """There is no interface but the one that leads back."""
    assert look("[name for _, name in socket.if_nameindex()]") == ["lo"]


def test_no_process_of_the_machine_is_there(look: Look) -> None:
    """Its parent is the init of the sandbox, and the machine has another name."""
    assert look("[os.getppid(), os.uname().nodename]") == [1, "kata"]


def test_it_is_no_root(look: Look) -> None:
    """Also when root starts it, it is an ordinary user, who has no way back."""
    tries = "[os.getuid(), os.geteuid(), os.getgid(), 0 in os.getgroups()]"

    user = look(tries)

    assert 0 not in user[:3]
    assert user[3] is False


def test_nothing_can_be_written_but_scratch(look: Look) -> None:
    """Everything but its private folder is read-only."""
    tried = "[os.access(path, os.W_OK) for path in ('/', '/lib', '/kata', os.__file__, '/tmp')]"

    assert look(tried) == [False, False, False, False, True]
    assert look("[path for path, _, _ in os.walk('/') if os.access(path, os.W_OK)]") == ["/tmp"]


def test_the_environment_is_empty(look: Look) -> None:
    """Only what scrubbed_environment names crosses."""
    allowed = {*scrubbed_environment("/tmp"), "PWD", "LC_CTYPE", "LD_LIBRARY_PATH"}

    assert set(look("list(os.environ)")) <= allowed


def test_from_inside_it_is_known(works: bool, tmp_path: Path) -> None:
    """The probe tells a process with walls from one without."""
    if not works:
        pytest.skip("bubblewrap does not work here")
    code = (
        "import sys; sys.path.insert(0, {home!r}); "
        "from grader.engine.sandbox.namespaces import isolated; print(isolated())"
    )

    inside = run(ways(code, str(tmp_path))[True]).stdout.decode()

    assert "active=True" in inside
    assert not isolated().active


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="needs root")
def test_root_drops_itself_without_walls_too(tmp_path: Path) -> None:
    """Without bubblewrap root's candidate still becomes a user that owns nothing, where that is possible."""
    scratch = tempfile.mkdtemp(dir=tmp_path)
    shutil.chown(scratch, 65534, 65534)

    done = run(ways("import os, json; print(os.getuid(), os.getgroups(), json.__name__)", scratch)[False])

    assert done.returncode in (0, REFUSED)
    if done.returncode == 0:
        assert done.stdout.decode().split() == ["65534", "[]", "json"]


def test_the_outermost_private_folder_is_found(tmp_path: Path) -> None:
    """The way to a file is barred at the first folder that others may not pass."""
    closed = tmp_path / "closed"
    inner = closed / "inner"
    inner.mkdir(parents=True)
    for folder in (*reversed(tmp_path.parents), tmp_path):
        if not folder.stat().st_mode & 0o001:
            closed = folder
            break
    else:
        closed.chmod(0o700)

    assert private_folder(str(inner / "file")) == closed


@pytest.mark.parametrize("content", [b"", b"\x7fELF", b"#!/bin/sh\n", b"\x7fELF\x02\x01" + b"\xff" * 58])
def test_what_is_no_program_has_no_libraries(tmp_path: Path, content: bytes) -> None:
    """A script, or a file that is cut off, is no guide to what a sandbox needs."""
    (tmp_path / "program").write_bytes(content)

    with pytest.raises(ValueError, match=r"no binary|is cut off"):
        libraries(str(tmp_path / "program"), [])


def cgroup_file(proc: Path, text: str) -> Path:
    """A /proc in which this process is in these groups."""
    (proc / "self").mkdir(parents=True)
    (proc / "self" / "cgroup").write_text(text, encoding="ascii")
    return proc


@pytest.mark.skipif(sys.platform != "linux", reason="control groups are Linux's")
def test_a_group_of_version_2_has_both_bounds(tmp_path: Path) -> None:
    """Where a unified group is delegated, a new one below it bounds memory and processes."""
    (tmp_path / "cg" / "mine").mkdir(parents=True)

    group = make_group(tmp_path / "cg", cgroup_file(tmp_path / "proc", "0::/mine\n"))

    assert group.layer.active
    assert {path.name for path in group.folders[0].iterdir()} == {"memory.max", "pids.max"}
    assert group.entries == (str(group.folders[0] / "cgroup.procs"),)


@pytest.mark.skipif(sys.platform != "linux", reason="control groups are Linux's")
def test_groups_of_version_1_have_a_bound_each(tmp_path: Path) -> None:
    """Where there is a hierarchy for each, one group bounds memory and another processes."""
    for folder in ("memory/a", "pids/b"):
        (tmp_path / "cg" / folder).mkdir(parents=True)

    group = make_group(tmp_path / "cg", cgroup_file(tmp_path / "proc", "4:memory:/a\n3:cpu,cpuacct:/\n2:pids:/b\n"))

    assert group.layer.active
    assert [path.parent.name for path in group.folders] == ["a", "b"]


@pytest.mark.skipif(sys.platform != "linux", reason="control groups are Linux's")
def test_without_delegation_it_is_said(tmp_path: Path) -> None:
    """Where no group may be made, the layer is missing with its reason, or a scope of systemd's is found."""
    group = make_group(tmp_path / "cg", cgroup_file(tmp_path / "proc", "0::/nowhere\n"))

    assert group.before or (not group.layer.active and group.layer.advice)
    assert group.folders == ()
