"""Work that would hold up everyone else: hashing, documents, big counts."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from gevent import get_hub, monkey

P = ParamSpec("P")
T = TypeVar("T")


def offload(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run the function in a real thread when gevent serves, else in place.

    The function must not touch the database session or the request.
    """
    pool = _thread_pool()
    if pool is None:
        return function(*args, **kwargs)
    result: T = pool.apply(function, args, kwargs)
    return result


def _thread_pool() -> Any:
    return get_hub().threadpool if monkey.is_module_patched("socket") else None
