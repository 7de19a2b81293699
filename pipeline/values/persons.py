"""Personal names in prose, by the words around them (`data/persons.toml`).

Without such a word no name is found: 高度 is not Mr Gao. A list behind a role is one of names.
"""

import re
from collections.abc import Iterator
from typing import Final

from pipeline.reading.furniture import SURNAMES
from pipeline.values.tables import choice, load_table

_TABLES: Final = load_table("persons")

_HAN: Final = "(?![某村镇乡县局所队街])[一-龥]"
"""A character of a given name: 王某 is masked already, and 王家村 is a place."""
_GIVEN: Final = rf"{_HAN}(?:·?{_HAN})?"
_FAMILY: Final = rf"(?:{choice(_TABLES['double'])}|(?!某)[{SURNAMES}])"
_END: Final = rf"(?=$|[^一-龥·]|{choice(_TABLES['follows'])})"
# Lazily, so that a word behind the name is not taken into it: 张伟在.
_NAME: Final = rf"{_FAMILY}{_HAN}(?:{_HAN})??{_END}"
_BEHIND_ROLE: Final = re.compile(
    rf"(?:{choice(_TABLES['roles'])})[\s::]*(?P<names>{_NAME}(?:\s*[、,和及]\s*{_NAME})*)"
)
_BEFORE_TITLE: Final = re.compile(rf"(?P<names>{_FAMILY}{_GIVEN})(?:{choice(_TABLES['titles'])})")
_BEFORE_SEX: Final = re.compile(rf"(?<![一-龥])(?P<names>{_FAMILY}{_GIVEN})(?=\s*[(,]\s*[男女](?:[,)、]|性))")
_ONE: Final = re.compile(_NAME)
_FAMILY_NAME: Final = re.compile(_FAMILY)


def find_persons(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of the personal names in normalised text, in order, without overlap.

    >>> [text[a:b] for text in ["民警张伟、李小强在巡逻"] for a, b in find_persons(text)]
    ['张伟', '李小强']
    """
    found: set[tuple[int, int]] = set()
    for match in _BEHIND_ROLE.finditer(text):
        found |= {m.span() for m in _ONE.finditer(text, *match.span("names"))}
    for pattern in (_BEFORE_TITLE, _BEFORE_SEX):
        found |= {match.span("names") for match in pattern.finditer(text)}
    at = 0
    for start, end in sorted(found):
        if start >= at:
            yield start, end
            at = end


def mask(name: str) -> str:
    """Return a name as the police write one that shall not be known, in as many characters.

    >>> mask("张伟"), mask("欧阳小强")
    ('张某', '欧阳某某')
    """
    family = _FAMILY_NAME.match(name)
    kept = family[0] if family else ""
    kept = kept if len(kept) < len(name) else name[0]  # 欧阳 can be all of a name
    return kept + "某" * (len(name) - len(kept))
