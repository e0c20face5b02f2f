"""The work of the sample team: fourteen months of deals, targets, figures, and weeks with their plans."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from workbench.models.goals import Measurement, Target
from workbench.models.people import Person
from workbench.models.planning import Assignment, Publication, Task, TaskTemplate, WeekPlan
from workbench.models.sales import Deal
from workbench.models.values.codes import DealStage, EngagementType, Metric, SalesLine, TaskKind
from workbench.models.values.periods import Period, Week
from workbench.services import planning_demand
from workbench.services.sample import HOUR, Sample, data

MONTHS = 14
LAW_WEEK = 24 * HOUR  # only to build a believable plan; the real limits are dated rows of the law table


def fill(sample: Sample) -> dict[str, int]:
    _demand(sample)
    return {"deals": _deals(sample), "targets": _targets(sample), **_weeks(sample)}


def _demand(sample: Sample) -> None:
    """People that one store needs by the hour: more at noon, in the evening and at weekends."""
    curve = planning_demand.add_curve(
        sample.uow, sample.say(("徐汇店门店销售", "Xuhui store sales")), place=sample.say(("徐汇店", "Xuhui store"))
    )
    spans = ((10, 12, 2, 3), (12, 14, 3, 4), (14, 18, 2, 4), (18, 21, 4, 5))
    needs = {
        (day, hour): (weekend if day >= 5 else usual)
        for day in range(7)
        for first, end, usual, weekend in spans
        for hour in range(first, end)
    }
    planning_demand.set_needs(sample.uow, curve, needs)


def _months(today: date) -> list[date]:
    first = today.replace(day=1)
    found = []
    for back in range(MONTHS - 1, -1, -1):
        year, month = divmod(first.year * 12 + first.month - 1 - back, 12)
        found.append(date(year, month + 1, 1))
    return found


def _strength(person: Person) -> float:
    """Share of a full-time seller's month that this person brings in."""
    return {SalesLine.PART_TIME: person.wished_minutes / (40 * HOUR), SalesLine.CONTRACT_QUOTA: 1.4}.get(person.line, 1.0)


def _deals(sample: Sample) -> int:
    rng, rows = sample.rng, []
    season = data()["season"]
    mine: dict[int, list[int]] = defaultdict(list)
    for customer_id, person_id in sample.owners.items():
        mine[person_id].append(customer_id)
    everybody = [c.id for c in sample.customers]
    since = {c.id: 0 if place % 5 < 2 else place * 5 % MONTHS for place, c in enumerate(sample.customers)}  # month of the first deal
    for number, month in enumerate(_months(sample.today)):
        last = min((month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1), sample.today)
        for place, person in enumerate(sample.people):
            if person.hired_on is None or person.hired_on > last:
                continue
            skill = 0.8 + 0.05 * (place * 7 % 11)
            count = max(1, round(9 * _strength(person) * skill * season[month.month - 1] / 100 * (0.8 + rng.random() * 0.4)))
            for _ in range(count):
                closed = month + timedelta(days=rng.randrange((last - month).days + 1))
                if closed < person.hired_on:
                    continue
                product = sample.products[min(int(rng.random() ** 1.6 * 6), 5)]
                pieces = 1 + int(rng.random() ** 3 * 6)
                value = int((product.price or 10000) * pieces * (0.9 + 0.1 * rng.random())) // 100 * 100
                won = rng.random() < 0.64
                late = (sample.today - closed).days < 25 and rng.random() < 0.3
                customers = [c for c in mine.get(person.id) or everybody if since[c] <= number]
                rows.append({
                    "code": "", "person_id": person.id, "customer_id": rng.choice(customers) if customers and rng.random() < 0.85 else None,
                    "product_id": product.id, "stage": DealStage.WON if won else DealStage.LOST,
                    "opened_on": closed - timedelta(days=5 + rng.randrange(60)), "closed_on": closed, "value": value,
                    "collected": None if not won else (value * 6 // 10 // 100 * 100 if late else value), "refunded": value if won and rng.random() < 0.015 else 0,
                    "channel": {SalesLine.ONLINE: "online", SalesLine.PART_TIME: "store"}.get(person.line, "field"),
                })  # fmt: skip
    rows.sort(key=lambda row: (row["closed_on"], row["person_id"], row["value"]))
    for number, person in enumerate(sample.people):
        for turn in range(3):
            product = sample.products[(number + turn) % len(sample.products)]
            rows.append({
                "code": "", "person_id": person.id, "customer_id": sample.customers[(number * 3 + turn) % len(sample.customers)].id if sample.customers else None,
                "product_id": product.id, "stage": DealStage.ENGAGING if turn else DealStage.PROSPECTING,
                "opened_on": sample.today - timedelta(days=3 + number % 20 + 7 * turn), "closed_on": None, "value": product.price or 0,
                "collected": None, "refunded": 0, "channel": "",
            })  # fmt: skip
    for number, row in enumerate(rows):
        row["code"] = f"D{number + 1:06d}"
    sample.uow.insert_many(Deal, rows)
    return len(rows)


def _quarters(today: date) -> list[Period]:
    found = []
    for back in range(4, -1, -1):
        index = today.year * 4 + (today.month - 1) // 3 - back
        found.append(Period.quarter(index // 4, index % 4 + 1))
    return found


def _targets(sample: Sample) -> int:
    count, rng = 0, sample.rng
    season = data()["season"]
    for place, person in enumerate(sample.people):
        for period in _quarters(sample.today):
            if person.hired_on is None or person.hired_on > period.end:
                continue
            months = [season[(period.start.month - 1 + step) % 12] for step in range(3)]
            full = int(9 * 0.64 * 1360000 * sum(months) / 100 * (0.9 + 0.02 * (place % 7)))
            amount = int(full * _strength(person)) // 100000 * 100000
            given = (sample.say(("年度计划分解", "Cascade of the yearly plan")),)[0]
            for metric, value in (
                (Metric.SALES_NET, amount),
                (Metric.COLLECTION_RATE, 9500),
                (Metric.NEW_CUSTOMERS, max(1, round(_strength(person))) * 100),
                (Metric.CUSTOMER_SATISFACTION, 500),
            ):
                sample.uow.session.add(
                    Target(
                        person_id=person.id,
                        metric=metric,
                        start_on=period.start,
                        end_on=period.end,
                        amount=value,
                        prorated=True,
                        source=given,
                    )
                )
                count += 1
            day = min(period.end, sample.today)
            score = 400 + 10 * rng.randrange(10)
            sample.uow.session.add(
                Measurement(
                    person_id=person.id, metric=Metric.CUSTOMER_SATISFACTION, day=day, amount=score, answers=8 + rng.randrange(24),
                    source=sample.say(("回访问卷", "Call-back survey")),
                )
            )  # fmt: skip
    sample.uow.session.flush()
    return count


def _templates(sample: Sample) -> list[TaskTemplate]:
    kinds, found = data()["kinds"], []
    for place, (zh, en, area) in enumerate(data()["stores"]):
        store, territory = sample.say((zh, en)), sample.territories[area].id
        for weekday in range(7):
            busy = weekday >= 4
            for label, start, end in (("early", 9, 13), ("late", 17, 21)):
                if label == "late" and not busy and (weekday + place) % 2:
                    continue
                found.append(TaskTemplate(
                    title=f"{store}{'' if sample.chinese else ' '}{sample.say(kinds[label])}", kind=TaskKind.SHIFT, weekday=weekday, start_minute=start * HOUR,
                    end_minute=end * HOUR, place=store, territory_id=territory, skill_id=sample.skills["STORE"].id, skill_level=1,
                    headcount=1, priority=1 if busy else 2, is_prime=weekday >= 5,
                ))  # fmt: skip
    found += _desk_and_street(sample)
    for weekday, label, start, end, skill, heads, kind in (
        (1, "callback", 10, 12, "CALL", 2, TaskKind.CALL),
        (3, "renew", 10, 12, "CALL", 2, TaskKind.CALL),
        (5, "roadshow", 10, 16, "EVENT", 3, TaskKind.EVENT),
        (3, "training", 14, 16, None, 4, TaskKind.TRAINING),
    ):
        found.append(TaskTemplate(
            title=sample.say(kinds[label]), kind=kind, weekday=weekday, start_minute=start * HOUR, end_minute=end * HOUR,
            skill_id=sample.skills[skill].id if skill else None, skill_level=2 if skill == "EVENT" else 1, headcount=heads,
            priority=2 if kind is TaskKind.EVENT else 3, is_prime=weekday >= 5,
        ))  # fmt: skip
    sample.uow.session.add_all(found)
    sample.uow.session.flush()
    return found


def _desk_and_street(sample: Sample) -> list[TaskTemplate]:
    """Two desks for online customers each working day, and half days of prospecting in six areas."""
    kinds, areas = data()["kinds"], sorted(sample.territories)
    desk = [
        TaskTemplate(
            title=sample.say(kinds["online"]), kind=TaskKind.CALL, weekday=weekday, start_minute=start * HOUR, end_minute=end * HOUR,
            skill_id=sample.skills["CALL"].id, skill_level=2, headcount=1, priority=2, is_prime=False,
        )
        for weekday in range(5) for start, end in ((9, 13), (13, 18))
    ]  # fmt: skip
    street = [
        TaskTemplate(
            title=f"{sample.territories[code].name} {sample.say(kinds['prospect'])}", kind=TaskKind.VISIT, weekday=(place + 2 * turn) % 5, start_minute=13 * HOUR + 30 * turn,
            end_minute=17 * HOUR, territory_id=sample.territories[code].id, skill_id=sample.skills["NEGO"].id, skill_level=2, headcount=1, priority=3, is_prime=False,
        )
        for place, code in enumerate(areas[:6]) for turn in range(2)
    ]  # fmt: skip
    return desk + street


def _visits(sample: Sample, monday: date, number: int) -> list[Task]:
    found = []
    kinds = data()["kinds"]
    for place, customer in enumerate(sample.customers):
        due = {"A": 1, "B": 2, "C": 2}.get(customer.grade.value, 4)  # weeks between two visits
        if (place + number) % due:
            continue
        start = (9, 10, 14, 15)[(place + number) % 4] * HOUR + 30
        label = "revisit" if (place + number) % 4 == 1 else "visit"
        title = f"{customer.name} {sample.say(kinds[label])}"
        needs = "NEGO" if customer.grade.value == "A" else "DEMO" if place % 2 else None
        found.append(Task(
            title=title, kind=TaskKind.VISIT, day=monday + timedelta(days=(place * 2 + number) % 5), start_minute=start, end_minute=start + 90, place=customer.address,
            territory_id=customer.territory_id, customer_id=customer.id, skill_id=sample.skills[needs].id if needs else None,
            skill_level=3 if customer.grade.value == "A" else 2, headcount=1, priority=1 if customer.grade.value == "A" else 2,
        ))  # fmt: skip
    return found


def _weeks(sample: Sample) -> dict[str, int]:
    templates = _templates(sample)
    this = Week.from_date(sample.today)
    session = sample.uow.session
    tasks = assignments = 0
    for number in range(sample.weeks):
        monday = this.monday - timedelta(days=7 * (sample.weeks - 1 - number))
        current = number == sample.weeks - 1
        made = [_from_template(t, monday) for t in templates] + _visits(sample, monday, number)
        made.sort(key=lambda t: (t.day, t.start_minute))  # the order of the templates decides the rest, in either language
        for place, task in enumerate(made):
            task.code = f"T{monday:%y%m%d}-{place + 1:03d}"
        session.add_all(made)
        session.flush()
        given = _assign(sample, made, leave_open=current)
        session.add_all(given)
        session.flush()
        tasks, assignments = tasks + len(made), assignments + len(given)
        plan = WeekPlan(monday=monday)
        if not current:
            _publish(sample, plan, made, given)
        session.add(plan)
    session.flush()
    return {"tasks": tasks, "assignments": assignments}


def _from_template(template: TaskTemplate, monday: date) -> Task:
    same = (
        "title",
        "kind",
        "start_minute",
        "end_minute",
        "place",
        "territory_id",
        "customer_id",
        "skill_id",
        "skill_level",
        "headcount",
        "priority",
        "is_prime",
    )
    return Task(day=monday + timedelta(days=template.weekday), template_id=template.id, **{name: getattr(template, name) for name in same})


def _assign(sample: Sample, tasks: list[Task], *, leave_open: bool) -> list[Assignment]:
    """A plain greedy plan, hardest tasks first, the least served person first; the open week keeps a few gaps."""
    hours: dict[int, int] = defaultdict(int)
    busy: dict[tuple[int, date], list[tuple[int, int]]] = defaultdict(list)
    codes = {skill.id: code for code, skill in sample.skills.items()}
    made: list[Assignment] = []
    for task in sorted(tasks, key=lambda t: (t.priority, -(t.end_minute - t.start_minute), t.day, t.start_minute, t.code)):
        able = [p for p in sample.people if _fits(sample, p, task, codes, hours, busy)]
        able.sort(key=lambda p: (sample.owners.get(task.customer_id or 0) != p.id, hours[p.id] / max(p.wished_minutes, 60), p.code))
        skip = leave_open and task.day.weekday() == 6 and task.start_minute >= 17 * HOUR and task.code.endswith(("3", "7"))
        for person in able[: 0 if skip else task.headcount]:
            hours[person.id] += task.end_minute - task.start_minute
            busy[person.id, task.day].append((task.start_minute, task.end_minute))
            made.append(Assignment(task_id=task.id, person_id=person.id, by_solver=True))
    return made


def _fits(
    sample: Sample,
    person: Person,
    task: Task,
    codes: dict[int, str],
    hours: dict[int, int],
    busy: dict[tuple[int, date], list[tuple[int, int]]],
) -> bool:
    length = task.end_minute - task.start_minute
    engagement = sample.engagements[person.id]
    limit = min(person.max_minutes or LAW_WEEK, LAW_WEEK if engagement.type is EngagementType.PART_TIME else 40 * HOUR)
    if (
        person.hired_on is None
        or task.day < person.hired_on
        or hours[person.id] + length > limit
        or task.day in sample.leave.get(person.id, set())
    ):
        return False
    if engagement.type is EngagementType.PART_TIME and sum(b - a for a, b in busy[person.id, task.day]) + length > 6 * HOUR:
        return False
    if not any(
        w.weekday == task.day.weekday() and w.start_minute <= task.start_minute and task.end_minute <= w.end_minute
        for w in sample.windows[person.id]
    ):
        return False
    if task.skill_id and sample.levels.get((person.id, codes[task.skill_id]), 0) < task.skill_level:
        return False
    if task.territory_id and task.territory_id not in sample.areas.get(person.id, set()):
        return False
    room = 30  # minutes between two places
    return all(task.end_minute + room <= a or b + room <= task.start_minute for a, b in busy[person.id, task.day])


def _publish(sample: Sample, plan: WeekPlan, tasks: list[Task], given: list[Assignment]) -> None:
    at = datetime(plan.monday.year, plan.monday.month, plan.monday.day, 2, 0, tzinfo=UTC) - timedelta(days=4)
    plan.published_at, plan.published_number = at, 1
    by_task: dict[int, list[str]] = defaultdict(list)
    codes = {p.id: p.code for p in sample.people}
    for one in given:
        by_task[one.task_id].append(codes[one.person_id])
    content = json.dumps(
        [{"task": t.code, "title": t.title, "day": t.day.isoformat(), "start": t.start_minute, "end": t.end_minute, "people": sorted(by_task[t.id])} for t in tasks],
        ensure_ascii=False, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip
    digest = hashlib.sha256(content.encode()).hexdigest()
    sample.uow.session.add(Publication(monday=plan.monday, number=1, published_at=at, content=content, sha256=digest))
