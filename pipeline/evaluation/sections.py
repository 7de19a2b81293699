"""The tables of the report that are counted straight from the comparisons."""

from collections.abc import Sequence

from pipeline.evaluation.annotations import ANY_MENTION, ATTRIBUTES
from pipeline.evaluation.classes import classes_of
from pipeline.evaluation.compare import Comparison, counts
from pipeline.evaluation.errors import Error, causes
from pipeline.evaluation.facts import FIELDS
from pipeline.evaluation.scores import Array, defined, precision, recall
from pipeline.evaluation.tables import SCORE_COLUMNS, Table, headline, scored, shares
from pipeline.taxonomy import ENTITY_LABELS, RELATION_LABELS

SAME_ENDS = (
    "Right when both ends are the gold's spans; in brackets, when the other end is any mention of the same "
    "agency, period or operation."
)


def record_tables(comparisons: Sequence[Comparison], baseline: Sequence[Comparison]) -> list[Table]:
    """Return the headline table, the baseline in it, and the fields of the figures found."""
    return [
        headline(
            "headline",
            "Figures, from the raw file to the record",
            "Core: the quantity with the right measure. Whole record: core and all fields. Baseline: the "
            "quantity grammar and the clause to the left, without models. 95 % intervals in brackets.",
            [
                ("core", counts(comparisons, "core")),
                ("whole record", counts(comparisons, "record")),
                ("baseline: core", counts(baseline, "core")),
                ("baseline: whole record", counts(baseline, "record")),
            ],
        ),
        shares(
            "fields",
            "Fields of the figures whose core is right",
            "Share of figures with the right value.",
            [(name, counts(comparisons, f"field {name}")) for name in FIELDS],
        ),
    ]


def annotation_tables(comparisons: Sequence[Comparison]) -> list[Table]:
    """Return the tables of spans, their values, and relations, found and between gold entities."""
    ways = (("span {}", "{}"), ("overlap {}", "({})"))
    return [
        scored(
            "spans",
            "Spans",
            "Equal spans of the same label; in brackets, those that share a character.",
            [
                (shown.format(label), counts(comparisons, name.format(label)))
                for label in ENTITY_LABELS
                for name, shown in ways
            ],
        ),
        shares(
            "attributes",
            "Values of matched spans",
            "Share of right values among the spans that share a character with a gold span of their label.",
            [
                (f"{label} {name}", counts(comparisons, f"attribute {label} {name}"))
                for label, names in ATTRIBUTES.items()
                for name in names
            ],
        ),
        scored("relations", "Relations, end to end", SAME_ENDS, _links(comparisons, "relation ")),
        scored(
            "given relations",
            "Relations, with gold entities",
            f"The relation component on the gold's spans, with the values that grammars and resolver give "
            f"these. {SAME_ENDS}",
            _links(comparisons, "given relation "),
        ),
    ]


def class_tables(comparisons: Sequence[Comparison], task: str) -> list[Table]:
    """Return the tables of one task (type, status, category): classes, their means, confusion."""
    classes = classes_of([c.verdicts.choices[task] for c in comparisons])
    return [
        Table(
            f"classes {task}",
            f"Classes: {task}",
            "Measures that came to a record and share a character with a gold measure.",
            ("", *SCORE_COLUMNS),
            [
                ("macro F1", None, None, classes.macro_f1, None, None, None),
                ("accuracy", None, None, classes.accuracy, None, None, None),
                *(
                    (
                        name,
                        defined(precision(s.counts)),
                        defined(recall(s.counts)),
                        s.f1,
                        s.right,
                        s.predicted,
                        s.gold,
                    )
                    for name, s in classes.by_class.items()
                ),
            ],
        ),
        Table(
            f"confusion {task}",
            f"Confusion: {task}",
            "The cells that are not zero, by the gold's class.",
            ("gold", "predicted", "measures"),
            list(classes.confusion),
        ),
    ]


def document_table(comparisons: Sequence[Comparison]) -> Table:
    """Return whole records by document."""
    rows = [(c.id, counts([c], "record")) for c in comparisons]
    return scored(
        "documents",
        "Whole records by document",
        "A dash where there is nothing to find and nothing found.",
        rows,
    )


def cause_table(found: Sequence[Error]) -> Table:
    """Return how many errors each cause has."""
    return Table(
        "causes",
        "Causes of error",
        "Each missed, invented or wrong figure once, by all that is wrong with it.",
        ("", "figures"),
        [(cause, len(group)) for cause, group in causes(found).items()],
    )


def _links(comparisons: Sequence[Comparison], prefix: str) -> list[tuple[str, Array]]:
    known = {name for c in comparisons for name in c.scores}
    return [
        (shown.format(label), counts(comparisons, prefix + label + way))
        for label in RELATION_LABELS
        for way, shown in (("", "{}"), (ANY_MENTION, "({})"))
        if prefix + label + way in known
    ]
