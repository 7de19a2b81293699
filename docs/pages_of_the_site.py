"""Which files of the repository are pages of the documentation site: a hook of mkdocs.

Pages keep their paths, so that links between them lead to the same place here, on a forge and in an editor.
"""

import re
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

PAGES: Final = ("*.md", "docs/*.md", "models/*.md", "training/*.md", "training/fire/*.md", "CITATION.cff")
FENCE: Final = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)
LIST_AFTER_TEXT: Final = re.compile(r"^(?![-|#>\s]|\d+\. )(.+)\n(?=(?:-|1\.) )", re.MULTILINE)

CELL: Final = re.compile(r"<td.*?</td>", re.DOTALL)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Replace what mkdocs found in `docs/` by the pages, under the paths they have in the repository."""
    root = Path(config.config_file_path).parent
    for file in files.documentation_pages() + files.media_files():
        if file.src_dir == config.docs_dir:
            files.remove(file)
    for path in sorted(path for pattern in PAGES for path in root.glob(pattern)):
        uri = path.relative_to(root).as_posix()
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Part lists from the line above them, without which Python-Markdown sees no list."""
    parts = FENCE.split(markdown)
    return "".join(p if p.startswith("```") else LIST_AFTER_TEXT.sub(r"\1\n\n", p) for p in parts)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Show an escaped bar in a table as a bar, as forges do."""
    return CELL.sub(lambda cell: cell[0].replace("\\|", "|"), html)
