"""`schema`: the JSON Schema of a record."""

import json

from pipeline.cli.common import fail_plainly
from pipeline.record import json_schema


@fail_plainly
def schema() -> None:
    """Print the JSON Schema of a record.

    Example: python -m pipeline schema > record.schema.json
    """
    print(json.dumps(json_schema(), ensure_ascii=False, indent=2), flush=True)
