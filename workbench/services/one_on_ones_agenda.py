"""What an agenda is made of besides typed points: agendas to begin with, own questions, lines that came in, and themes to touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from workbench import i18n, paths
from workbench.errors import Refused
from workbench.i18n import N_, _
from workbench.models import one_on_one_rules, talk_agenda_rules
from workbench.models.one_on_ones import AgendaItem
from workbench.models.talk_agenda import AgendaTemplate, AgendaTemplateItem, OwnQuestion
from workbench.models.values.codes import Theme
from workbench.models.values.labels import LABELS
from workbench.readmodels.one_on_ones import QuestionRow
from workbench.readmodels.talk_way import TemplateRow, ThemeRow
from workbench.services import one_on_ones, policy
from workbench.services.people import clean_line, clean_name, get
from workbench.services.workspace import Reader, UnitOfWork
from workbench.storage.queries import talk_agenda as queries

MOST_POINTS = 100
LONGEST_FILE = 200_000  # bytes


# ---------------------------------------------------------------- agendas to begin with


@cache
def shipped_agendas() -> tuple[talk_agenda_rules.ShippedAgenda, ...]:
    """The six agendas of resources/agenda_templates.json."""
    return tuple(talk_agenda_rules.agendas_from_json((paths.resources() / "agenda_templates.json").read_text(encoding="utf-8")))


def load_templates(conn: Reader) -> tuple[TemplateRow, ...]:
    """Shipped agendas in the language of the moment, then the manager's own."""
    zh = i18n.is_chinese()
    shipped = [
        TemplateRow(one.key, None, one.zh if zh else one.en, tuple((theme.value, a if zh else b) for theme, a, b in one.items))
        for one in shipped_agendas()
    ]
    return (*shipped, *(TemplateRow(f"own:{own_id}", own_id, name, items) for own_id, name, items in queries.own_templates(conn)))


def _template(uow: UnitOfWork, key: str) -> TemplateRow:
    found = next((row for row in load_templates(uow.connection) if row.key == key), None)
    if found is None:
        raise Refused(N_("This agenda is no longer there. Nothing was changed."), code="GONE")
    return found


def apply_template(uow: UnitOfWork, person_id: int, key: str, today: date) -> int:
    """Put the points of an agenda on the person's list; what stands there already stays once. Returns how many came."""
    return _add_points(uow, person_id, [(text, theme) for theme, text in _template(uow, key).items], today, "system")


def keep_template(uow: UnitOfWork, name: str, items: Iterable[tuple[str, str]], own_id: int | None = None) -> int:
    """An agenda of one's own, new or changed; items are (theme, text), empty ones are left out. Returns its id."""
    name, lines = clean_name(name), [(theme, clean_line(text)) for theme, text in items]
    lines = [(theme, text) for theme, text in lines if text]
    if not lines:
        raise Refused(N_("An agenda needs at least one point. Nothing was changed."), code="EMPTY")
    row = get(uow, AgendaTemplate, own_id) if own_id is not None else AgendaTemplate()
    row.name = name
    uow.session.add(row)
    uow.session.flush()
    for old in uow.session.query(AgendaTemplateItem).filter_by(template_id=row.id):
        uow.session.delete(old)
    for place, (theme, text) in enumerate(lines):
        uow.session.add(AgendaTemplateItem(template_id=row.id, position=place, theme=theme, text=text))
    uow.session.flush()
    return row.id


def keep_template_text(uow: UnitOfWork, name: str, text: str, own_id: int) -> int:
    """An own agenda from lines of text, each with its theme after a comma. Returns its id."""
    points = talk_agenda_rules.parse_points(text, theme_names())
    return keep_template(uow, name, [(theme, words) for words, theme in points], own_id)


def copy_template(uow: UnitOfWork, key: str) -> int:
    """A copy of an agenda that may be changed, in the language of the moment. Returns its id."""
    found = _template(uow, key)
    return keep_template(uow, _("{name} (own)", name=found.name)[:200], found.items)


def keep_agenda_as_template(uow: UnitOfWork, person_id: int, name: str) -> int:
    """The open points of a person as an agenda of one's own."""
    open_ = uow.session.query(AgendaItem).filter(AgendaItem.person_id == person_id, AgendaItem.closed_in_id.is_(None))
    return keep_template(uow, name, [(item.theme, item.text) for item in open_.order_by(AgendaItem.position, AgendaItem.id)])


def remove_template(uow: UnitOfWork, own_id: int) -> int:
    """Take an own agenda away; points that came from it stay."""
    for item in uow.session.query(AgendaTemplateItem).filter_by(template_id=own_id):
        uow.session.delete(item)
    uow.session.flush()
    uow.session.delete(get(uow, AgendaTemplate, own_id))
    return own_id


# ---------------------------------------------------------------- points that come in as text


def theme_names() -> dict[str, Theme]:
    """What a theme is called in files: its code and its name in the language of the moment and in English, in lower case."""
    found = {theme.value: theme for theme in Theme}
    for value, label in LABELS[Theme].items():
        found |= {label.lower(): Theme(value), _(label).lower(): Theme(value)}
    return found


def read_points(file: Path) -> str:
    """The text of a small file as programs here write it: UTF-8, UTF-16 with a mark, or the Chinese national encoding."""
    data = file.read_bytes() if file.stat().st_size <= LONGEST_FILE else None
    if data is None:
        raise Refused(N_("This file is too large to be a list of points. Nothing was changed."), code="SIZE")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def import_points(uow: UnitOfWork, person_id: int, text: str, today: date, *, raised_by: str = "employee") -> int:
    """Points from lines of text or a small table; those that are open already are not doubled. Returns how many came."""
    points = talk_agenda_rules.parse_points(text, theme_names())
    if not points:
        raise Refused(N_("There is no point in this text. Nothing was changed."), code="EMPTY")
    if len(points) > MOST_POINTS:
        raise Refused(
            N_("This text has {count} points; at most {most} come in at once. Nothing was changed."),
            code="MANY", count=len(points), most=MOST_POINTS,
        )  # fmt: skip
    return _add_points(uow, person_id, points, today, raised_by)


def _add_points(uow: UnitOfWork, person_id: int, points: Sequence[tuple[str, str]], today: date, raised_by: str) -> int:
    known = {row[0] for row in uow.session.query(AgendaItem.text).filter_by(person_id=person_id, closed_in_id=None)}
    fresh = [(text, theme) for text, theme in points if clean_line(text) not in known]
    for text, theme in fresh:
        one_on_ones.add_point(uow, person_id, text, today, theme=theme, raised_by=raised_by)
    return len(fresh)


# ---------------------------------------------------------------- own questions


def load_questions(conn: Reader, *, retired: bool = False) -> list[tuple[int, str, str, bool]]:
    """(id, theme, text, active) of the manager's own questions."""
    return queries.own_questions(conn, retired=retired)


def load_offered(conn: Reader, person_id: int, today: date) -> list[QuestionRow]:
    """One question of each theme from the bank that was not asked lately, then the manager's own."""
    own = [QuestionRow(0, theme, text, text, own_id) for own_id, theme, text, _active in queries.own_questions(conn)]
    return [*one_on_ones.suggest_questions(conn, person_id, today), *own]


def keep_question(uow: UnitOfWork, theme: str, text: str, question_id: int | None = None) -> int:
    """A question of one's own, new or reworded. Questions about health, family planning, religion or marriage are refused."""
    text = clean_line(text)
    if not text:
        raise Refused(N_("A question needs some words. Nothing was changed."), code="EMPTY")
    if one_on_one_rules.is_excluded(text):
        raise Refused(
            N_("Health, family planning, marriage and religion are not asked about at work. Nothing was changed."), code="EXCLUDED"
        )
    row = get(uow, OwnQuestion, question_id) if question_id is not None else OwnQuestion(active=True)
    row.theme, row.text = Theme(theme).value, text
    uow.session.add(row)
    uow.session.flush()
    return row.id


def retire_question(uow: UnitOfWork, question_id: int, *, retired: bool = True) -> int:
    """No longer offered, or offered again; where it was asked it stays."""
    get(uow, OwnQuestion, question_id).active = not retired
    return question_id


# ---------------------------------------------------------------- themes


def load_themes(conn: Reader, person_id: int, today: date) -> tuple[ThemeRow, ...]:
    """When each theme was last talked about; career is missing after a quarter, wellbeing whenever no open point asks (domain 9.1)."""
    talked = {Theme(theme): day for theme, day in queries.themes_talked(conn, person_id).items() if theme in set(Theme)}
    mood = queries.last_mood(conn, person_id)
    if mood is not None:
        talked[Theme.WELLBEING] = max(mood, talked.get(Theme.WELLBEING, mood))
    career = policy.load_law(conn).find("talk_career_days", today)
    every = {Theme.WELLBEING: 0} | ({Theme.CAREER: career.value} if career else {})
    overdue = one_on_one_rules.themes_overdue(talked, today, every)
    open_ = queries.open_themes(conn, person_id)
    return tuple(ThemeRow(theme.value, talked.get(theme), theme in overdue and theme.value not in open_) for theme in Theme)
