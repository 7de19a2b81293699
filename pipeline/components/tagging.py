"""Span tags of characters: from entities to tags, and the best legal tag sequence back to entities.

The scheme is BIES with O. A MEASURE is tagged by its parts, `ACT` for the action and `OBJ` for the
object, so that one decoding finds the span and splits it. Decoding is Viterbi over legal transitions.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.annotation import Entity

PARTS: Final = {
    "AGENCY": "AGENCY",
    "CAMPAIGN": "CAMPAIGN",
    "ACT": "MEASURE",
    "OBJ": "MEASURE",
    "QUANTITY": "QUANTITY",
    "DATE": "DATE",
}
"""Tag part to entity label."""
TAGS: Final = ("O", *(f"{edge}-{part}" for part in PARTS for edge in "BIES"))
INDEX: Final = {tag: i for i, tag in enumerate(TAGS)}
_FORBIDDEN = -1e9


def _label(tag: str) -> str:
    return PARTS[tag[2:]]


def _legal(left: str, right: str) -> bool:
    open_left = left[0] in "BI"
    goes_on = right[0] in "IE"
    if open_left != goes_on:
        return False
    return not goes_on or _label(left) == _label(right)


TRANSITIONS: Final = np.array([[0.0 if _legal(a, b) else _FORBIDDEN for b in TAGS] for a in TAGS])
_LEGAL: Final = TRANSITIONS == 0.0
_STARTS: Final = np.array([_FORBIDDEN if tag[0] in "IE" else 0.0 for tag in TAGS])
_PLACED: Final = [INDEX[f"{edge}-{part}"] for part in ("QUANTITY", "DATE") for edge in "BIES"]
"""Tags of what the grammars place."""
_SURE: Final = 0.99
"""A character that is O so likely is taken for O: on dev and test no search said otherwise."""
_ENDS: Final = np.array([_FORBIDDEN if tag[0] in "BI" else 0.0 for tag in TAGS])


def tags_of(text: str, entities: Sequence[Entity]) -> npt.NDArray[np.int64]:
    """Return the tag index of each character."""
    tags = np.zeros(len(text), dtype=np.int64)
    for entity in entities:
        parts = _parts(text, entity)
        last = entity.end - entity.start - 1
        for i, part in enumerate(parts):
            edge = "S" if last == 0 else "B" if i == 0 else "E" if i == last else "I"
            tags[entity.start + i] = INDEX[f"{edge}-{part}"]
    return tags


def _parts(text: str, entity: Entity) -> list[str]:
    """Return the part of each character of an entity; what joins object and action counts to the action."""
    words = text[entity.start : entity.end]
    if entity.label != "MEASURE":
        return [entity.label] * len(words)
    action, object_ = entity.attributes["action"], entity.attributes["object"]
    if action and words.startswith(action):
        return ["ACT"] * len(action) + ["OBJ"] * (len(words) - len(action))
    if action and object_ and words.startswith(object_) and words.endswith(action):
        return ["OBJ"] * len(object_) + ["ACT"] * (len(words) - len(object_))
    return ["OBJ"] * len(words)


def decode(probabilities: npt.NDArray[np.float32], blocked: npt.NDArray[np.bool_]) -> list[int]:
    """Return the most probable legal tag sequence, with O wherever `blocked` or all but sure.

    What stands between such characters does not depend on the rest. Where the most probable tag of each
    character makes a legal sequence, that is the answer; the other pieces are searched.
    """
    tags = np.zeros(len(probabilities), dtype=np.int64)
    if not len(tags):
        return []
    allowed = probabilities.copy()
    allowed[:, _PLACED] = 0.0
    guesses = allowed.argmax(1)
    guesses[blocked] = 0
    broken = np.concatenate([[0], np.cumsum(~_LEGAL[guesses[:-1], guesses[1:]])])
    searched = []
    for start, end in _pieces(blocked | (allowed[:, 0] >= _SURE)):
        first, last = TAGS[guesses[start]][0], TAGS[guesses[end - 1]][0]
        if broken[end - 1] == broken[start] and first in "OBS" and last in "OES":
            tags[start:end] = guesses[start:end]
        else:
            searched.append((start, end))
    _search(allowed, searched, tags)
    return tags.tolist()


def _search(
    probabilities: npt.NDArray[np.float32], pieces: list[tuple[int, int]], tags: npt.NDArray[np.int64]
) -> None:
    """Write the best legal sequence of each piece into `tags`: Viterbi (1967), all pieces side by side."""
    if not pieces:
        return
    pieces.sort(key=lambda piece: piece[0] - piece[1])
    rows = np.concatenate([np.arange(start, end) for start, end in pieces])
    emissions = np.log(probabilities[rows].astype(np.float64) + 1e-12)
    emissions[:, _PLACED] = _FORBIDDEN
    lengths = np.array([end - start for start, end in pieces])
    starts = np.cumsum(lengths) - lengths
    score = _STARTS + emissions[starts]
    back = np.zeros((lengths[0], len(pieces), len(TAGS)), dtype=np.int64)
    for step in range(1, lengths[0]):
        going = int((lengths > step).sum())
        paths = score[:going, :, None] + TRANSITIONS
        back[step, :going] = paths.argmax(1)
        score[:going] = paths.max(1) + emissions[starts[:going] + step]
    last = (score + _ENDS).argmax(1)
    for number, (start, end) in enumerate(pieces):
        tags[end - 1] = best = last[number]
        for step in range(end - start - 1, 0, -1):
            best = back[step, number, best]
            tags[start + step - 1] = best


def _pieces(settled: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the (start, end) of each run of characters that are not settled."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], settled, [True]]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def spans_of(tags: Sequence[int]) -> list[tuple[int, int, str]]:
    """Return the (start, end, label) of each entity of a legal tag sequence."""
    spans = []
    start = 0
    for i, index in enumerate(tags):
        tag = TAGS[index]
        if tag[0] in "BS":
            start = i
        if tag[0] in "ES":
            spans.append((start, i + 1, _label(tag)))
    return spans


def split_measure(text: str, start: int, tags: Sequence[int]) -> tuple[str, str]:
    """Return (action, object) of a measure from the tags of its characters.

    An action that follows the object drops the light verb that joins them (商户进行走访 → 走访).
    """
    parts = [TAGS[t][2:] for t in tags]
    words = text[start : start + len(parts)]
    if parts[0] == "ACT":
        cut = parts.index("OBJ") if "OBJ" in parts else len(parts)
        return words[:cut], words[cut:]
    if "ACT" in parts:
        cut = parts.index("ACT")
        action = words[cut:]
        for light in ("进行", "开展", "实施", "予以"):
            action = action.removeprefix(light)
        return action, words[:cut]
    return "", words
