"""The forum's clock ahead by so many seconds, in every process that finds this folder.

Python imports this module by itself when it starts, before anything else. Stories run over weeks
in a few seconds: the server is stopped and started with a later clock.
"""

import os
import sys
from datetime import datetime, timedelta
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from typing import Any

AHEAD = timedelta(seconds=float(os.environ.get("BETANG_CLOCK_AHEAD", "0")))


class Later(datetime):
    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + AHEAD


class Ahead(MetaPathFinder):
    """Gives `forum.core.clock` another `datetime` as soon as it is loaded."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name != "forum.core.clock":
            return None
        spec = PathFinder.find_spec(name, path, target)
        assert spec is not None
        assert spec.loader is not None
        load = spec.loader.exec_module

        def exec_module(module: Any) -> None:
            load(module)
            module.datetime = Later

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, Ahead())
