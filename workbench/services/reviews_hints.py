"""Hints beside the comment of a review: the rules over what is kept, with the words of resources/comment_words.json."""

from __future__ import annotations

import json
from functools import cache

from workbench import paths
from workbench.models import comment_rules as rules
from workbench.models.values.codes import Section
from workbench.readmodels.review_hints import WritingHint
from workbench.readmodels.reviews import ReviewCard
from workbench.services.workspace import Reader
from workbench.storage.queries import reviews_comments as queries


@cache
def words() -> rules.CommentWords:
    """The words of the file that ships with the program."""
    content = json.loads((paths.resources() / "comment_words.json").read_text(encoding="utf-8"))
    return rules.CommentWords(
        tuple(rules.Ground(tuple(row["words"]), tuple(row["not"])) for row in content["grounds"]),
        tuple(content["good"]), tuple(content["bad"]), tuple(content["not"]), tuple(content["not_negations"]),
    )  # fmt: skip


def load_hints(conn: Reader, card: ReviewCard) -> tuple[WritingHint, ...]:
    """What to look at again in the superior's comment, the gravest first; nothing for a locked review, which nobody can change."""
    if card.is_finished or not card.texts.manager_comment.strip():
        return ()
    grades = [grade for grade, _least in card.bands]
    grade = card.calibrated_grade or card.grade
    rated = grade in grades and not card.is_provisional
    written = rules.Written(
        text=card.texts.manager_comment, name=card.person_name, start_on=card.cycle.start_on, end_on=card.cycle.end_on, grade=grade,
        rank=grades.index(grade) if rated else None, ranks=len(grades),
        facts=(card.texts.critical_incidents, *(item.evidence for item in card.items if item.section is not Section.KPI)),
        others=queries.comments_of_others(conn, card.cycle.id, card.person_id),
    )  # fmt: skip
    return tuple(WritingHint(one.hint.value, rules.HINT_TEXTS[one.hint], one.params) for one in rules.hints(written, words()))
