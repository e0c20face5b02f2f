"""Imports every module that maps a table, so that the metadata is always whole."""

from __future__ import annotations

from workbench.models import (
    calibration,
    customers,
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
)
from workbench.models.base import Base

MODULES = (calibration, customers, goals, imports, interview, one_on_ones, people, planning, policy, reviews, sales, talk_agenda)
metadata = Base.metadata
