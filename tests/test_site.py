"""The documentation site: complete, without broken links, and nothing in it is loaded from elsewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOADED = re.compile(r"""<(?:script|img|iframe|source)\b[^>]*\bsrc=["']?(\S+?)["' >]""")
STYLES = re.compile(r"""<link\b[^>]*\bhref=["']?(\S+?)["' >]""")


def build(config: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config), "-d", str(target)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("site")
    result = build(ROOT / "mkdocs.yml", target)
    assert result.returncode == 0, result.stderr
    return target


def test_every_page_is_in_the_navigation(site: Path) -> None:
    patterns = ("*.md", "docs/*.md", "models/*.md", "training/*.md", "training/fire/*.md")
    pages = {p for pattern in patterns for p in ROOT.glob(pattern)}
    shown = re.findall(r": (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.M)
    assert {ROOT / page for page in shown} == pages
    built = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    places = {re.sub(r"README\.md$", "index.html", page).replace(".md", ".html") for page in shown}
    assert built - {"404.html"} == places


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        loaded = LOADED.findall(page) + STYLES.findall(page)
        assert loaded
        assert not [address for address in loaded if re.match(r"(https?:)?//", address)], path
    for path in site.rglob("*.css"):
        assert not re.search(r"(@import|url\()\s*[\"']?(https?:)?//", path.read_text(encoding="utf-8")), path


def test_tables_and_lists_are_tables_and_lists(site: Path) -> None:
    for path in site.rglob("*.html"):
        for text in re.findall(r"<p>(.*?)</p>", path.read_text(encoding="utf-8"), re.DOTALL):
            assert not re.search(r"^(\||- |\d+\. )", text, re.M), f"{path.name}: {text[:200]}"


@pytest.mark.parametrize("link", ["none.md", "limits.md#none"])
def test_a_broken_link_ends_the_build(link: str, tmp_path: Path) -> None:
    for name in ("mkdocs.yml", "docs/pages_of_the_site.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("nav:\n")[0]
    (tmp_path / "mkdocs.yml").write_text(config, encoding="utf-8")
    (tmp_path / "README.md").write_text("# a\n", encoding="utf-8")
    (tmp_path / "docs" / "limits.md").write_text("# b\n", encoding="utf-8")
    assert build(tmp_path / "mkdocs.yml", tmp_path / "out").returncode == 0
    (tmp_path / "docs" / "other.md").write_text(f"[c]({link})\n", encoding="utf-8")
    result = build(tmp_path / "mkdocs.yml", tmp_path / "out")
    assert result.returncode == 1
    assert link.rsplit("#", maxsplit=1)[-1] in result.stderr
