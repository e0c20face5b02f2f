"""A week as a planning problem: built from the database, asked for verdicts, reasons and candidates.

The planner calls people and tasks by codes; here and above they have ids. A `Case` is made on the
database thread and then asked by the window, also many times a second while somebody drags a task.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from workbench.i18n import N_, _, day_month, is_chinese, ngettext, weekday
from workbench.models import planning_rules
from workbench.planner import explain, texts
from workbench.planner.problem import Fixed, Problem, Task, Verdict
from workbench.planner.rules import Board, Index
from workbench.readmodels.planning import AssignmentRow, CandidateRow, Conflict, Judgement, OpenSeat, TaskRow
from workbench.readmodels.planning_bonds import TaskBonds
from workbench.readmodels.policy import MissingFigure
from workbench.services import policy
from workbench.services.planning_levels import load_levels
from workbench.services.planning_workers import WeekWorkers, planner_key, roads
from workbench.services.workspace import Reader
from workbench.storage.queries import planning as queries
from workbench.storage.queries.planning_bonds import bonds

NO_BONDS: Final = TaskBonds()
FIGURE: Final = "FIGURE"
"""A limit of the law has no value on these days, so nobody can tell whether it is kept."""
LONG_DAY: Final = "LONG_DAY"
"""A day above the daily average of the part-time law: lawful, worth a look (vector 4-2)."""
NO_TERMS: Final = "NO_TERMS"
"""No engagement is recorded at all, so that the law's limits are not known: worth a look, and no reason is asked."""
NO_TERMS_TEXT: Final = N_("No engagement is recorded, so the law's limits of hours are not known")
FULL: Final = "FULL"
FULL_TEXT: Final = N_("Enough people are on it already")
WINDOW: Final = "WINDOW"
WINDOW_TEXT: Final = N_("Outside the time in which this task may begin and end; its form can change that")
MOST_NAMED: Final = 3
FITS_TEXT: Final = N_("Fits")
SHORT: Final = {
    "AVAIL": N_("not available"), "SKILL": N_("without the skill"), "TERR": N_("outside the territory"), "LEAVE": N_("on leave"),
    "CONTRACT": N_("without a valid contract"), "CONSENT": N_("without location consent"), "PIN": N_("locked out"), "OVERLAP": N_("busy then"),
    "LAW24": N_("at the legal week limit"), "MAXH": N_("at their own maximum"), "LAW_DAY": N_("with too long days"), "REST": N_("without enough rest"),
}  # fmt: skip
"""Rules as the tray counts people by them: "3 without the skill"."""


class Aim:
    """One seat of a task in hand: may it go to a person and a day? `leaving` gives it up wherever it goes.

    `span` is another begin and end of it, in minutes of the day.
    """

    def __init__(self, case: Case, task_id: int, leaving: int | None = None, span: tuple[int, int] | None = None) -> None:
        self._case, self._task, self._day = case, case.tasks[task_id], case.tasks[task_id].day
        self._code = case.task_code[task_id]
        row, monday = case.index.tasks[self._code], case.problem.monday
        self._outside = span is not None and (row.first_start > span[0] or (row.latest is not None and row.latest < span[1]))
        if span is not None:
            row = replace(row, start=span[0], end=span[1], earliest=None, latest=None)
        days = (monday + timedelta(days=step) for step in range(7))
        others = tuple(replace(row, code=f"{self._code}@{day}", day=day, together="") for day in days if day != row.day)
        self._variants = {one.day: one.code for one in others} | {row.day: self._code}
        gone = (self._code, case.person_code[leaving]) if leaving is not None else None
        known = case.problem.tasks if span is None else tuple(row if one.code == row.code else one for one in case.problem.tasks)
        problem = replace(case.problem, tasks=(*known, *others))
        self._board = Board(problem, (pair for pair in case.pairs if pair != gone))

    def judge(self, person_id: int, day: date) -> Judgement:
        """Far below 0.1 ms: static rules are worked out once a pair, the others from sums."""
        if self._outside:
            return Judgement("red", WINDOW, _(WINDOW_TEXT))
        code, who = self._variants[day], self._case.person_code[person_id]
        verdict = self._board.verdict(code, who)
        if verdict.colour != "green":
            return Judgement(verdict.colour, _first_code(verdict), self._case.text(verdict))
        if day == self._day and self._is_full(who):
            return Judgement("amber", FULL, _(FULL_TEXT))
        lacking = self._case.unchecked.get(who)
        if lacking:
            return Judgement("amber", FIGURE, " ".join(policy.missing_words(one) for one in lacking).rstrip(".。"))
        if who in self._case.without_terms:
            return Judgement("amber", NO_TERMS, _(NO_TERMS_TEXT), remark=True)
        return self._long_day(code, who) or Judgement("green", "", _(FITS_TEXT))

    def _long_day(self, code: str, who: str) -> Judgement | None:
        """Of a day that this task would bring above the daily average; the law means the average, so no reason is asked."""
        index = self._board.index
        limit, tasks = index.workers[who].day_average_limit, index.tasks
        if limit is None or not index.lawful(code, who):
            return None
        mine = tasks[code]
        beside = (one for one in self._board.tasks_of(who) if one != code and tasks[one].day == mine.day)
        minutes = mine.minutes + sum(index.minutes(one, who) for one in beside)
        if not planning_rules.is_long_day(minutes, limit):
            return None
        return Judgement("amber", LONG_DAY, long_day_words(mine.day, minutes, limit), remark=True)

    def _is_full(self, who: str) -> bool:
        present = [one for one in self._board.workers_of(self._code) if one != who]
        return len(present) >= self._task.headcount


class Case:
    """One week ready for questions; never changed after it was made, so any thread may ask."""

    def __init__(
        self,
        problem: Problem,
        tasks: Mapping[int, TaskRow],
        people: Mapping[int, str],
        task_codes: Mapping[int, str],
        person_codes: Mapping[int, str],
        names: Mapping[str, str],
        assignments: Iterable[AssignmentRow],
        areas: Mapping[int, frozenset[int]],
        missing: Iterable[MissingFigure] = (),
        unchecked: Mapping[str, tuple[MissingFigure, ...]] | None = None,
        without_terms: Collection[str] = (),
    ) -> None:
        """`missing` are figures that the week needs and that have no value; `unchecked` are those of single people's limits, by code.

        `without_terms` are the codes of people of whom no engagement is recorded.
        """
        self.problem, self.tasks, self.people = problem, tasks, people
        self.task_code, self.person_code = task_codes, person_codes
        self.task_id = {code: row for row, code in task_codes.items()}
        self.person_id = {code: row for row, code in person_codes.items()}
        self.assignments = tuple(assignments)
        self.areas = areas
        self.missing = tuple(missing)
        self.unchecked = unchecked or {}
        self.without_terms = tuple(without_terms)
        self._names = names
        self.index = Index(problem)
        self.pairs = tuple((task_codes[a.task_id], person_codes[a.person_id]) for a in self.assignments)
        self.board = Board(problem, self.pairs, self.index)

    def after(self, gone: Collection[tuple[int, int]], fresh: Collection[tuple[int, int]] = ()) -> Case:
        """The same week in which pairs (task, person) of ids have given each other up, and others have found each other."""
        away = {(self.task_code[task], self.person_code[person]) for task, person in gone}
        kept = [one for one in self.assignments if (one.task_id, one.person_id) not in gone]
        made = [AssignmentRow(-n, task, person, False, False, "", "", None) for n, (task, person) in enumerate(fresh, 1)]
        fixed = tuple(one for one in self.problem.fixed if (one.task, one.worker) not in away)
        return Case(
            replace(self.problem, fixed=fixed), self.tasks, self.people, self.task_code, self.person_code, self._names, [*kept, *made], self.areas,
            self.missing, self.unchecked, self.without_terms,
        )  # fmt: skip

    # -- words

    def name(self, code: str) -> str:
        """Of a person, task, skill, territory or customer as the planner calls it."""
        return self._names.get(code) or self._names.get(code.partition("@")[0], code)

    def text(self, verdict: Verdict) -> str:
        """Why, in the present language."""
        return texts.reasons(verdict.reasons, self.name)

    # -- one pair

    def verdict(self, task_id: int, person_id: int, leaving: int | None = None) -> Judgement:
        """Of putting the person on the task, in place of `leaving` when given."""
        return Aim(self, task_id, leaving).judge(person_id, self.tasks[task_id].day)

    def aim(self, task_id: int, leaving: int | None = None, span: tuple[int, int] | None = None) -> Aim:
        """Prepare the verdicts of one dragged seat over the whole board, at another time of the day with `span`."""
        return Aim(self, task_id, leaving, span)

    # -- lists

    def candidates(self, task_id: int, leaving: int | None = None) -> tuple[CandidateRow, ...]:
        """Everybody for a task: who has it, then green before amber before red, fairest first; red ones say why not."""
        code, row = self.task_code[task_id], self.tasks[task_id]
        aim, board = Aim(self, task_id, leaving), self.board
        found = [self._candidate(row, one, board.ratio(one), board.remaining(one), None) for one in board.workers_of(code)]
        others = explain.candidates(board, code)
        found += [self._candidate(row, one.worker, one.ratio, one.remaining, aim) for one in others]
        rank = {"green": 0, "amber": 1, "red": 2}
        return tuple(sorted(found, key=lambda one: (not one.assigned, rank[one.judgement.colour])))

    def _candidate(self, row: TaskRow, code: str, ratio: float | None, remaining: int | None, aim: Aim | None) -> CandidateRow:
        """`aim` is None for who has the task already."""
        worker, person = self.index.workers[code], self.person_id[code]
        wanted = self.index.tasks[self.task_code[row.id]]
        level = max((one for skill, one, _until in worker.skills if skill == wanted.skill), default=0)
        judgement = Judgement("green") if aim is None else aim.judge(person, row.day)
        owner = bool(wanted.customer) and wanted.customer in worker.owns
        near = row.territory_id is not None and row.territory_id in self.areas.get(person, frozenset())
        return CandidateRow(person, self.people[person], judgement, aim is None, owner, level, ratio, remaining, near)

    def why(self, task_id: int, person_id: int) -> str:
        """One or two sentences: why this person does or does not do this task, and the smallest change."""
        return texts.explanation(explain.explain(self.board, self.task_code[task_id], self.person_code[person_id]), self.name)

    def has(self, task_id: int, person_id: int) -> bool:
        """Whether this person does the task; a proposed plan may show what is not so yet."""
        return person_id in self.person_code and self.board.has(self.task_code[task_id], self.person_code[person_id])

    def ways(self, task_id: int) -> str:
        """Who could fill a gap if one thing were otherwise, the easiest first; empty where nobody could."""
        return texts.openings(explain.openings(self.board, self.task_code[task_id]), self.name)

    def open_seats(self) -> tuple[OpenSeat, ...]:
        """Tasks short of people with how many people each rule keeps away; `free` could take it now."""
        return tuple(self._open_seat(code) for code in self.index.tasks if self.board.missing(code))

    def _open_seat(self, code: str) -> OpenSeat:
        unfilled = explain.why_unfilled(self.board, code)
        counts = tuple((SHORT.get(rule, texts.label(rule)), count) for rule, count in unfilled.counts if rule != "FREE")
        return OpenSeat(self.task_id[code], unfilled.missing, counts, dict(unfilled.counts).get("FREE", 0))

    def gaps(self) -> tuple[str, ...]:
        """What is not known and keeps rules from being checked: figures without a value for this week, people without an engagement."""
        found = [policy.missing_words(one) for one in self.missing]
        if self.without_terms:
            named = ("、" if is_chinese() else ", ").join(self.name(code) for code in self.without_terms[:MOST_NAMED])
            found.append(
                ngettext(
                    "{n} person has no engagement recorded, so the law's limits are not checked: {names}. Add it in Team.",
                    "{n} people have no engagement recorded, so the law's limits are not checked: {names}. Add it in Team.",
                    len(self.without_terms),
                    names=named + (" …" if len(self.without_terms) > MOST_NAMED else ""),
                )
            )
        return tuple(found)

    def conflicts(self) -> tuple[Conflict, ...]:
        """Assignments that break a rule beside the others; those with a kept reason carry it."""
        found = []
        for one in self.assignments:
            task, who = self.task_code[one.task_id], self.person_code[one.person_id]
            verdict = self.board.verdict(task, who)
            if verdict.colour != "green":
                hard = verdict.colour == "red"
                found.append(
                    Conflict(one.id, one.task_id, one.person_id, _first_code(verdict), self.text(verdict), hard, one.override_reason)
                )
        return tuple(found)


def long_day_words(day: date, minutes: int, limit: int) -> str:
    """What a long day means, as a sentence without a full stop."""
    return _(
        "{hours} h on {day}; the part-time law means {limit} h a day on average, so keep other days shorter",
        hours=texts.hours(minutes), day=f"{weekday(day)} {day_month(day)}", limit=texts.hours(limit),
    )  # fmt: skip


def _first_code(verdict: Verdict) -> str:
    return verdict.reasons[0].code if verdict.reasons else ""


# ---------------------------------------------------------------- from the database


def load_case(conn: Reader, monday: date, people: Collection[int] | None = None, *, for_fairness: bool = True) -> Case:
    """The week as a problem; with `people`, only these persons and what they do (for one verdict inside a write).

    Without `for_fairness` the eight weeks before are not read, nor what was published: enough to judge rules, not to say
    whose turn it is or to plan.
    """
    rows = queries.tasks(conn, monday)
    given = queries.assignments(conn, monday)
    if people is not None:
        given = tuple(one for one in given if one.person_id in people)
    persons = queries.people(conn, monday, people)
    codes = {row.id: row.code for row in persons}
    names: dict[str, str] = {row.code: row.name for row in persons}
    task_codes = _task_codes(rows)
    names |= {task_codes[row.id]: row.title for row in rows}
    kept_names = queries.names(conn, monday)
    names |= {f"{kind}:{key}": text for kind in ("territory", "skill", "customer") for key, text in kept_names[kind].items()}
    published = published_pairs(conn, monday, task_codes) if for_fairness else frozenset()
    fixed = tuple(
        Fixed(task_codes[a.task_id], codes[a.person_id], a.pinned, (task_codes[a.task_id], codes[a.person_id]) in published, a.worked)
        for a in given
        if for_fairness or a.pinned or a.worked is not None
    )
    areas: dict[int, set[int]] = defaultdict(set)
    for person_id, territory_id in queries.person_territories(conn, people):
        areas[person_id].add(territory_id)
    workers = WeekWorkers(conn, monday, rows, areas, people, for_fairness=for_fairness)
    places, ties = queries.places(conn, monday), bonds(conn, monday)
    problem = Problem(
        monday,
        tuple(workers.make(row) for row in persons),
        tuple(
            _task(
                row,
                task_codes,
                codes,
                places.get(row.id),
                ties.get(row.id, NO_BONDS),
                workers.successions.kind(row.kind, row.start, row.end),
            )
            for row in rows
        ),
        fixed,
        levels=load_levels(conn),
        **roads(workers.figures),
    )
    frozen = {person: frozenset(found) for person, found in areas.items()}
    return Case(
        problem, {row.id: row for row in rows}, {row.id: row.name for row in persons}, task_codes, codes, names, given, frozen,
        workers.figures.missing, workers.unchecked, workers.without_terms,
    )  # fmt: skip


def _task_codes(rows: Iterable[TaskRow]) -> dict[int, str]:
    """The task's own code where it has one and nobody else has it."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    for row in rows:
        code = row.code if row.code and row.code not in taken else f"#{row.id}"
        taken.add(code)
        found[row.id] = code
    return found


def published_pairs(conn: Reader, monday: date, task_codes: Mapping[int, str]) -> frozenset[tuple[str, str]]:
    """(task code, person code) of the newest publication."""
    from workbench.services.planning_publish import told

    known = set(task_codes.values())
    return frozenset((task, person) for task, entry in told(conn, monday).items() if task in known for person in entry.people)


def _task(
    row: TaskRow, codes: Mapping[int, str], people: Mapping[int, str], place: tuple[float, float] | None, ties: TaskBonds, kind: str
) -> Task:  # fmt: skip
    """Ties to people and tasks that are not in this week's problem have no hold on it."""
    lat, lon = place or (None, None)
    return Task(
        codes[row.id], row.title, kind, row.day, row.start, row.end, lat, lon, planner_key("territory", row.territory_id), planner_key("skill", row.skill_id),
        row.skill_level, row.headcount, row.priority, row.is_prime, planner_key("customer", row.customer_id), row.needs_consent,
        barred=frozenset(people[one] for one in ties.barred if one in people), together=row.together,
        after=frozenset(codes[one] for one in ties.after if one in codes), earliest=row.earliest, latest=row.latest,
    )  # fmt: skip
