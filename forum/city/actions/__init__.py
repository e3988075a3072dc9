"""Everything that can be done with the register of the city and its settings."""

from forum.city.actions.areas import add_area, edit_area, remove_area
from forum.city.actions.holidays import (
    add_holiday,
    edit_holiday,
    import_holidays,
    remove_holiday,
)
from forum.city.actions.population import note_population, remove_population
from forum.city.actions.register import load_city
from forum.city.actions.settings import change_setting, show_anew
from forum.city.actions.units import (
    add_unit,
    before_closing,
    close_unit,
    edit_unit,
    reopen_unit,
)

__all__ = [
    "add_area",
    "add_holiday",
    "add_unit",
    "before_closing",
    "change_setting",
    "close_unit",
    "edit_area",
    "edit_holiday",
    "edit_unit",
    "import_holidays",
    "load_city",
    "note_population",
    "remove_area",
    "remove_holiday",
    "remove_population",
    "reopen_unit",
    "show_anew",
]
