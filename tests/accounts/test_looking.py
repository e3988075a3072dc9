"""Looking at a password while it is typed: in a browser, and without scripts."""

from collections.abc import Callable

import pytest

from tests.browser import PASSWORD, Visitor, axe

pytestmark = pytest.mark.browser

People = Callable[..., Visitor]


def test_a_password_is_shown_and_hidden_again(phone: People) -> None:
    person = phone()
    page = person.goto("/masuk")
    field = page.get_by_label("Kata sandi", exact=True)
    button = page.get_by_role("button", name="Tampilkan kata sandi")
    field.fill("rahasia sekali")
    assert (field.get_attribute("type"), button.get_attribute("aria-pressed")) == (
        "password",
        "false",
    )
    button.focus()
    page.keyboard.press("Enter")
    assert (field.get_attribute("type"), button.get_attribute("aria-pressed")) == (
        "text",
        "true",
    )
    assert field.input_value() == "rahasia sekali"
    assert axe(page) == []
    button.click()
    assert field.get_attribute("type") == "password"
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_it_is_hidden_again_when_the_form_leaves(phone: People) -> None:
    person = phone(locale="en-GB")
    person.goto("/bahasa/en")
    page = person.goto("/masuk")
    page.evaluate(
        """document.querySelector("input[name=password]").form.addEventListener("submit",
            () => sessionStorage.setItem("type", document.querySelector("input[name=password]").type))"""
    )
    page.get_by_label("Email or phone number").fill("warga@betang.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Show password").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.evaluate("sessionStorage.getItem('type')") == "password"
    assert "/masuk" not in page.url


def test_without_scripts_there_is_no_button(phone: People) -> None:
    page = phone(java_script_enabled=False).goto("/daftar")
    assert page.locator("input[type=password]").count() == 1
    assert not page.locator("[data-show]").is_visible()
