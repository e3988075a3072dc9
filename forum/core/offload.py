"""Work that would hold up everyone else: hashing, documents, big counts."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from gevent import get_hub, monkey

P = ParamSpec("P")
T = TypeVar("T")


def offload(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run the function in a real thread when gevent serves, else in place.

    The function must not touch the database session or the request. What it raises is raised
    here; the pool does not hear of it, for it would log an expected refusal as a failure.
    """
    pool = _thread_pool()
    if pool is None:
        return function(*args, **kwargs)
    result, error = pool.apply(_outcome, (function, args, kwargs))
    if error is not None:
        raise error
    done: T = result
    return done


def _outcome(
    function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[T | None, Exception | None]:
    try:
        return function(*args, **kwargs), None
    except Exception as error:
        return None, error


def _thread_pool() -> Any:
    return get_hub().threadpool if monkey.is_module_patched("socket") else None
