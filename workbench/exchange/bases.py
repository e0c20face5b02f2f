"""Whether a target in a file is a full-time figure, to be scaled by hours and days, or already the person's own.

A file that says nothing means own figures. It is asked only where the file half says it: a heading that speaks of full
time without a column that tells the rows apart, or such a column with empty cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.exchange.problems import Pending
from workbench.exchange.text import key
from workbench.readmodels.exchange import Choice, Question

if TYPE_CHECKING:
    from workbench.exchange.convert import Conversion

OWN: Final = "own_figure"
FULL_TIME: Final = "full_time_figure"
_RATES: Final = frozenset({"collection_rate", "win_rate", "customer_satisfaction", "sales_per_hour"})
_FULL_TIME_WORDS: Final = ("全职", "全日制", "全时", "满编", "full-time", "full time", "fulltime", "fte")


def ask(job: Conversion) -> None:
    """Fill the basis of each row that adds up; rates and scores are the same for everyone and are never asked about."""
    metrics, rows = job.values.get("metric"), len(job.numbers)
    scaled = [metrics is None or metrics[place] not in _RATES for place in range(rows)]
    given: list[Any] = list(job.values.get("basis") or [None] * rows)
    if any(value is not None for value in given):
        heading = job.headings["basis"]
        places = [place for place in range(rows) if given[place] is None and scaled[place]]
        question = Question(f"basis:{heading}", "no_basis", {"column": heading, "rows": len(places)}, (Choice(OWN), Choice(FULL_TIME)))
    else:
        heading = job.headings.get("value", "")
        places = [place for place in range(rows) if scaled[place]] if _speaks_of_full_time(heading) else []
        question = Question(f"basis:{heading}", "full_time_heading", {"column": heading}, (Choice(FULL_TIME), Choice(OWN)), FULL_TIME)
    if not places:
        return
    answer = job.ask(question)
    for place in places:
        if answer is None:
            job.fail(place, "basis", Pending(question.key))
        else:
            given[place] = answer
    job.values["basis"] = given


def _speaks_of_full_time(heading: str) -> bool:
    written = key(heading)
    return any(key(word) in written for word in _FULL_TIME_WORDS)
