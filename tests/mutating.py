"""Reports as the world damages them: by rule and seed, so that each case can be made again."""

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Sequence

import making
import zstandard

Mutation = Callable[[random.Random, bytes], bytes]
_ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "shift_jis", "latin-1")
_SIGNS = "()[]{}《》“”0123456789万亿%,,、。\u200b\ufeff\x00\x1b\u202e\ue123\U0001f600<>&;=\"'\\\t\r"


def _flip(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(chance: random.Random, data: bytes) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return chance.choice([data[:end], data[start:], data[start:end], data[:start] + data[end:]])


def _recode(chance: random.Random, data: bytes) -> bytes:
    text = data.decode(chance.choice(_ENCODINGS), "replace")
    return text.encode(chance.choice(_ENCODINGS), "replace")


def _repeat(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    piece = chance.choice([data[at : at + chance.randint(1, 40)], chance.choice(_SIGNS).encode()])
    return data[:at] + piece * chance.randint(2, 3000) + data[at:]


def _insert(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + "".join(chance.choices(_SIGNS, k=chance.randint(1, 50))).encode() + data[at:]


def _swap(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return chance.choice([b"\n", b"", b"\r", b"\r\n"]).join(lines)


def _page(chance: random.Random, data: bytes) -> bytes:
    tags = ["<p>", "<table><tr><td>", "</div>", "<td>", "<script>", "<!--", "<b", "<h1>", "&#xD800;", "]]>"]
    inside = chance.choice(tags).encode().join(data[n : n + 99] for n in range(0, len(data), 99))
    return b"<!DOCTYPE html><html><body>" + inside


def _pack(chance: random.Random, data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr("a.txt", data)
        file.writestr("b.jsonl", data)
        file.writestr("c.csv", b"id,text\n1," + data)
    return chance.choice([gzip.compress(data), zstandard.compress(data), target.getvalue()])


_MUTATIONS: Sequence[Mutation] = (_flip, _cut, _recode, _repeat, _insert, _swap, _page, _pack)


def mutated(reports: Sequence[bytes], seed: int) -> tuple[str, bytes]:
    """Return name and bytes of one damaged report."""
    chance = random.Random(seed)
    data = chance.choice([*reports, making.word(), making.pdf(["春节安保", making.REPORT]), making.page()])
    if chance.random() < 0.1:
        data += chance.choice(reports)
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(_MUTATIONS)(chance, data)
    ending = chance.choice(["txt", "txt", "html", "jsonl", "csv", "docx", "pdf", "zip", "gz", "parquet"])
    return f"{seed:06}.{ending}", data
