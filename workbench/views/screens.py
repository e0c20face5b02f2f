"""The list of screens: key, title, icon and how each is made. The rail, the menu and Ctrl+1 … 9 follow it."""

from __future__ import annotations

from importlib import import_module

from workbench.i18n import N_
from workbench.views.context import Context
from workbench.views.main_window import Entry
from workbench.views.screen import Screen

_SCREENS = (
    ("today", N_("Today"), "sun", "today.screen:TodayScreen", False),
    ("planning", N_("Week plan"), "calendar-days", "planning.screen:PlanningScreen", False),
    ("one_on_ones", N_("One-on-ones"), "messages-square", "one_on_ones.screen:OneOnOnesScreen", False),
    ("reviews", N_("Reviews"), "clipboard-check", "reviews.screen:ReviewsScreen", False),
    ("customers", N_("Customers & areas"), "map-pinned", "customers.screen:CustomersScreen", False),
    ("people", N_("Team"), "users", "people.screen:PeopleScreen", False),
    ("data", N_("Data and backups"), "database", "data.screen:DataScreen", True),
    ("preferences", N_("Settings"), "settings", "preferences.screen:PreferencesScreen", True),
)
_OFF_THE_RAIL = (("search", N_("Search"), "search", "search.screen:SearchScreen"),)
"""Reached by key, menu and palette."""


class _Maker:
    """Imports the screen's module when it is first needed."""

    def __init__(self, place: str) -> None:
        self._place = place

    def __call__(self, context: Context, *, in_steps: bool = False) -> Screen:
        module, name = self._place.split(":")
        made: Screen = getattr(import_module(f"workbench.views.{module}"), name)(context, in_steps=in_steps)
        return made


def entries() -> list[Entry]:
    on_rail = [Entry(key, title, symbol, _Maker(place), foot) for key, title, symbol, place, foot in _SCREENS]
    return on_rail + [Entry(key, title, symbol, _Maker(place), on_rail=False) for key, title, symbol, place in _OFF_THE_RAIL]
