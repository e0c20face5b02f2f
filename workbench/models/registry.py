"""Imports every module that maps a table, so that the metadata is always whole."""

from __future__ import annotations

from workbench.models import (
    attachments,
    calibration,
    customers,
    experience,
    goals,
    imports,
    interview,
    one_on_ones,
    people,
    planning,
    policy,
    reviews,
    sales,
    talk_agenda,
    team_talks,
)
from workbench.models.base import Base

MODULES = (
    attachments, calibration, customers, experience, goals, imports, interview, one_on_ones, people, planning, policy, reviews, sales, talk_agenda, team_talks,
)  # fmt: skip
metadata = Base.metadata
