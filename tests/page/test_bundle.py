"""The bundle in the repository is made from the sources beside it, and names its libraries' licences."""

import hashlib
import json
from pathlib import Path

PAGE = Path(__file__).parents[2] / "pipeline" / "page"


def test_the_bundle_is_fresh() -> None:
    digest = hashlib.sha256()
    for path in sorted((PAGE / "src").iterdir()):
        digest.update(path.read_bytes())
    digest.update((PAGE / "package-lock.json").read_bytes())
    bundle = (PAGE / "bundle" / "page.js").read_text(encoding="utf-8")
    assert bundle.startswith(f"/* sources {digest.hexdigest()} */"), "run: make page"


def test_every_library_comes_with_its_licence() -> None:
    wanted = json.loads((PAGE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    licences = (PAGE / "bundle" / "LICENCES.txt").read_text(encoding="utf-8")
    for name, version in wanted.items():
        assert f"{name} {version} (" in licences
    assert licences.count("opyright") >= len(wanted)


def test_the_bundle_stays_small() -> None:
    assert sum(path.stat().st_size for path in (PAGE / "bundle").iterdir()) < 100_000
