"""A wheel carries model and factories: built and installed in an empty environment, used offline."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from calling import ROOT, SEEDS, rows

SOURCES = ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "pipeline", "models")
GUARD = """
import sys

def refuse(event, arguments):
    if event == "socket.getaddrinfo" or (event == "socket.connect" and isinstance(arguments[1], tuple)):
        raise OSError(f"the network was asked for: {arguments}")

sys.addaudithook(refuse)
"""
LIBRARY = """
import pathlib, sys, spacy, pipeline
assert pathlib.Path(pipeline.__file__).is_relative_to(sys.prefix), pipeline.__file__
assert pipeline.DEFAULT.is_relative_to(sys.prefix), pipeline.DEFAULT
text = "春节期间,兰溪市公安局共出动警力300人次,检查宾馆旅馆12家。"
assert pipeline.load().pipe_names == spacy.load(pipeline.DEFAULT).pipe_names
print([r.quantity.low for r in pipeline.extract(text)])
"""
BY_SPACY_ALONE = """
import sys, spacy
nlp = spacy.load(sys.argv[1])
print(len(nlp("春节期间,兰溪市公安局共出动警力300人次。")._.entities))
"""


def run(*command: object, cwd: Path) -> str:
    """Return what a command prints; it sees no path of this checkout."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    result = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from a copy so that the checkout stays as it is."""
    sources = tmp_path_factory.mktemp("sources")
    ignore = shutil.ignore_patterns("__pycache__", "node_modules", "shipped", "*.new")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, sources / name, ignore=ignore)
        else:
            shutil.copy(ROOT / name, sources / name)
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check")
    run(*pip, "--no-index", "--no-deps", "--no-build-isolation", "-w", "dist", ".", cwd=sources)
    (path,) = (sources / "dist").glob("zh_police_reports-*.whl")
    return path


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of an environment with the wheel and the dependencies of this one.

    They come by a .pth file, in which the links of this environment to the checkout are not followed. The
    network is refused to every process.
    """
    folder = tmp_path_factory.mktemp("empty") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder.parent)
    python = folder / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", "--no-compile", wheel, cwd=folder.parent)
    (site,) = folder.glob("lib/*/site-packages")
    (site / "guard.py").write_text(GUARD)
    dependencies = [p for p in sys.path if p.endswith(("site-packages", "dist-packages"))]
    (site / "environment.pth").write_text("\n".join(["import guard", *dependencies]))
    return python


def test_the_wheel_holds_the_model_and_nothing_beside_the_package(wheel: Path) -> None:
    model = ROOT / "models" / "zh_police_reports"
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        for path in (p for p in model.rglob("*") if p.is_file()):
            shipped = f"pipeline/shipped/zh_police_reports/{path.relative_to(model).as_posix()}"
            assert archive.read(shipped) == path.read_bytes(), shipped
    assert {name.split("/")[0].split("-")[0] for name in names} == {"pipeline", "zh_police_reports"}


def test_the_guard_refuses_the_network(python: Path, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="the network was asked for"):
        run(python, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))", cwd=tmp_path)


def test_the_library_of_the_wheel(python: Path, tmp_path: Path) -> None:
    assert json.loads(run(python, "-c", LIBRARY, cwd=tmp_path)) == [300, 12]


def test_spacy_finds_the_factories_of_the_wheel(python: Path, tmp_path: Path) -> None:
    (model,) = python.parents[1].glob("lib/*/site-packages/pipeline/shipped/*")
    assert int(run(python, "-c", BY_SPACY_ALONE, model, cwd=tmp_path)) > 2


@pytest.mark.parametrize("command", [("python", "-m", "pipeline"), ("zh-police-reports",)], ids=" ".join)
def test_the_command_of_the_wheel(command: tuple[str, ...], python: Path, tmp_path: Path) -> None:
    seed = min(SEEDS.glob("*.txt"), key=lambda path: path.stat().st_size)
    run(python.with_name(command[0]), *command[1:], "run", seed, "-o", "records.jsonl", cwd=tmp_path)
    assert len(rows(tmp_path / "records.jsonl")) > 5
