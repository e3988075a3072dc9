"""`forum user create …`"""

from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from forum.accounts import queries
from forum.accounts.cli import user
from forum.core import clock
from forum.core.actor import Role
from tests.accounts.factories import PASSWORD, UserFactory
from tests.factories import UnitFactory


def create(app: Flask, *arguments: str, password: str = PASSWORD) -> Result:
    runner = app.test_cli_runner()
    result: Any = runner.invoke(user, ["create", *arguments], input=f"{password}\n")
    assert isinstance(result, Result)
    return result


def test_an_account_for_the_head_of_a_unit(app: Flask) -> None:
    unit = UnitFactory(code="DLH")
    result = create(
        app, "Kepala@Contoh.ID", "--name", "Budi", "--role", "head", "--unit", "DLH"
    )
    assert (result.exit_code, result.stdout, result.stderr) == (0, "kepala@contoh.id\n", "")
    made = queries.user_by_email("kepala@contoh.id")
    assert made is not None
    made.second_factor_since = clock.now()
    assert made.as_actor().has(Role.HEAD, unit_id=unit.id)
    assert made.password is not None
    assert PASSWORD not in made.password


@pytest.mark.parametrize(
    ("arguments", "password"),
    [
        (("ada@contoh.id", "--name", "Budi", "--role", "admin"), PASSWORD),
        (("bukan-alamat", "--name", "Budi", "--role", "admin"), PASSWORD),
        (("baru@contoh.id", "--name", "Budi", "--role", "head", "--unit", "X"), PASSWORD),
        (("baru@contoh.id", "--name", "Budi", "--role", "desk", "--area", "X"), PASSWORD),
        (("baru@contoh.id", "--name", "B", "--role", "admin"), PASSWORD),
        (("baru@contoh.id", "--name", "Budi", "--role", "admin"), "pendek"),
        (("baru@contoh.id", "--name", "Budi", "--role", "admin"), ""),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    app: Flask, arguments: tuple[str, ...], password: str
) -> None:
    UserFactory(email="ada@contoh.id")
    result = create(app, *arguments, password=password)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert queries.user_by_email("baru@contoh.id") is None


@pytest.mark.parametrize(
    "arguments",
    [(), ("baru@contoh.id",), ("baru@contoh.id", "--name", "Budi", "--role", "system")],
)
def test_wrong_use_is_exit_code_2(app: Flask, arguments: tuple[str, ...]) -> None:
    result = create(app, *arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_help_is_in_plain_words(app: Flask) -> None:
    result = app.test_cli_runner().invoke(user, ["create", "--help"])
    assert result.exit_code == 0
    assert "--unit" in result.stdout
