"""Real disclosures in a real browser, where the project's reference material is: evidence of all three forms, contradictions, places side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from qa.web.feedback import Feedback
from qa.web.service import Service
from tests.web.conftest import Window, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def real_site(real_service: Service, feedback: Feedback) -> Iterator[str]:
    from qa.web.app import create_app

    with served(create_app(real_service, feedback)) as address:
        yield address


@pytest.mark.parametrize(
    ("question", "amount", "place"),
    [
        ("普陀区财政局2024年支出合计是多少？", "2,940.05", ".wz-cell"),
        ("昌吉市科学技术局2024年预算的公用经费是多少？", "20.11", ".wz-cell"),
        ("乌鲁木齐市科学技术局2024年预算的公用经费是多少？", "116.36", ".wz-cell"),
    ],
    ids=["pdf", "flattened", "tab-separated"],
)
def test_every_form_of_document_shows_its_cell(window: Window, real_site: str, question: str, amount: str, place: str) -> None:
    page = window.page
    page.goto(f"{real_site}/?q={question}")
    expect(page.locator("#wz-now .wz-amount").first).to_contain_text(amount)
    expect(page.locator(f"#wz-evidence {place}").first).to_contain_text(amount)
    expect(page.locator("#wz-evidence .wz-agree")).to_contain_text(re.compile(r"另有\d+处一致"))


def test_a_contradiction_is_shown_with_both_places_side_by_side(window: Window, real_site: str) -> None:
    page = window.page
    page.goto(f"{real_site}/findings?severity=错误")
    finding = page.locator(".wz-hit", has_text="财政拨款收支总计")
    expect(finding.locator(".wz-side")).to_have_count(2)
    finding.get_by_role("link", name="并排核对").click()
    both = page.locator(".wz-both > .wz-card")
    expect(both).to_have_count(2)
    expect(both.first).to_contain_text("0.3万元")
    expect(both.last.locator(".wz-cell")).to_contain_text("2,961.68")
    expect(both.last.locator(".wz-agree .wz-bad")).to_contain_text("0.3万元")


def test_scope_of_the_money_by_a_chip(window: Window, real_site: str) -> None:
    page = window.page
    page.goto(f"{real_site}/?q=昌吉市科学技术局2024年项目支出是多少？")
    expect(page.locator("#wz-now .wz-amount").first).to_contain_text("27.80")
    page.locator("#wz-now .wz-change summary", has_text="口径").click()
    page.locator("#wz-now .wz-change[open] button", has_text="一般公共预算").click()
    expect(page.locator("#wz-past .wz-turn")).to_have_count(1)
    expect(page.locator("#wz-now .wz-amount").first).to_contain_text("17.82")
