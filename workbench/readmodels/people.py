"""People as screens, planner and prints receive them: a row of the team table and the whole card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.models.values.codes import EngagementType, SalesLine


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a list to choose from: team, territory, skill, person, customer."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the team table. Hours are minutes a week; skills and territories are joined names.

    `expired` counts skills whose proof has run out; `manager` is the direct superior kept here, empty where none is.
    """

    id: int
    code: str
    name: str
    search: str
    team: str
    line: SalesLine
    position: str
    level: str
    engagement: EngagementType | None
    weekly_minutes: int
    territories: str
    skills: str
    customers: int
    hired_on: date | None
    contract_ends_on: date | None
    left_on: date | None
    territory_ids: tuple[int, ...] = ()
    skill_ids: tuple[int, ...] = ()
    expired: int = 0
    manager: str = ""


@dataclass(frozen=True, slots=True)
class EngagementRow:
    id: int
    type: EngagementType
    start_on: date
    end_on: date | None
    weekly_minutes: int
    hourly_pay: int | None
    monthly_pay: int | None
    pay_cycle_days: int | None
    probation_months: int
    written: bool
    injury_insured: bool
    other_employer_minutes: int


@dataclass(frozen=True, slots=True)
class SkillRow:
    id: int
    skill_id: int
    name: str
    level: int
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    id: int
    territory_id: int
    name: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A weekly window; minutes since midnight, preference 1 (avoid) to 5 (gladly)."""

    id: int
    weekday: int
    start: int
    end: int
    preference: int


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """A dated exception; `kind` is unavailable, available or leave."""

    id: int
    day: date
    start: int
    end: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwnedCustomer:
    id: int
    code: str
    name: str
    grade: str
    since: date


@dataclass(frozen=True, slots=True)
class HoursFrame:
    """What the law and the present week say to a person's hours, in minutes; 0 where the law sets no limit.

    `planned` is what the week of today holds already, `elsewhere` what the person declared at other employers.
    """

    law_week: int
    law_day: int
    planned: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Everything the team screen shows of one person; `day_minutes` to `late_shifts` are called as `LimitKind`, None where nothing was agreed."""

    id: int
    code: str
    name: str
    team_id: int | None
    manager_id: int | None
    line: SalesLine
    position: str
    level: str
    phone: str
    email: str
    is_manager: bool
    hired_on: date | None
    in_post_since: date | None
    left_on: date | None
    min_minutes: int
    wished_minutes: int
    max_minutes: int | None
    cadence_days: int | None
    field_consent_on: date | None
    note: str
    engagements: tuple[EngagementRow, ...]
    skills: tuple[SkillRow, ...]
    territories: tuple[TerritoryRow, ...]
    windows: tuple[WindowRow, ...]
    exceptions: tuple[ExceptionRow, ...]
    customers: tuple[OwnedCustomer, ...]
    day_minutes: int | None = None
    task_minutes: int | None = None
    tasks_a_day: int | None = None
    days_in_a_row: int | None = None
    days_off: int | None = None
    weekends: int | None = None
    least_in_a_row: int | None = None
    all_minutes: int | None = None
    late_shifts: int | None = None
    birthday: str = ""
    improvement_until: date | None = None


@dataclass(frozen=True, slots=True)
class Lists:
    """What a form offers to choose from; managers are those still here."""

    teams: tuple[Choice, ...]
    territories: tuple[Choice, ...]
    skills: tuple[Choice, ...]
    managers: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    name: str
    department: str
    zone: str
    manager_name: str
    next_manager_name: str
    hr_name: str
    form_number: str
    region: str
    is_sample: bool
