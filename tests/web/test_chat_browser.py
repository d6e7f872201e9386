"""The chat in a real browser, on a real server and a real index, with the network cut."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import Sample, Window, served

pytestmark = pytest.mark.browser


def ask(page: Page, question: str) -> None:
    page.locator("#wz-box textarea").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator("#wz-now .wz-turn:not([aria-busy])", has_text=question)
    expect(turn).to_be_visible()


def open_chat(window: Window, site: str) -> Page:
    window.page.goto(site)
    expect(window.page.locator("#wz-now .wz-welcome")).to_be_visible()
    return window.page


def budget(sample: Sample):  # type: ignore[no-untyped-def]
    """The newest budget and what is true of it."""
    return max(sample.truth, key=lambda d: (d.made.year, d.made.department))


def test_answer_citation_and_highlighted_row(window: Window, site: str, sample: Sample) -> None:
    page, true = open_chat(window, site), budget(sample)
    ask(page, f"{true.made.department}{true.made.year}年预算的公务接待费是多少万元？")
    amount = f"{true.facts.three_public.reception:,.2f}"
    expect(page.locator("#wz-now .wz-text")).to_contain_text(amount)
    expect(page.locator("#wz-now .wz-understood")).to_contain_text(true.made.department)
    panel = page.locator("#wz-evidence")
    expect(panel.locator(".wz-cell mark")).to_have_text(amount)  # opens by itself
    expect(page.locator("#wz-box textarea")).to_be_focused()
    page.locator("#wz-now .wz-chip").first.click()
    expect(panel.locator("tr:has(.wz-cell) .wz-row").first).to_be_visible()
    expect(panel.locator("thead .wz-col").first).to_be_visible()
    expect(panel.locator("h2")).to_contain_text(true.made.department)
    expect(panel).to_contain_text(re.compile(r"第\d+页"))
    picture = panel.locator("img.wz-page")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('img.wz-page').naturalWidth > 300")


def test_follow_up_keeps_what_was_opened(window: Window, site: str, sample: Sample) -> None:
    page, true = open_chat(window, site), budget(sample)
    ask(page, f"{true.made.department}{true.made.year}年预算的公务接待费是多少万元？")
    ask(page, "那项目支出呢？")
    expect(page.locator("#wz-now .wz-text")).to_contain_text(f"{true.facts.project_total:,.2f}")
    expect(page.locator("#wz-past .wz-turn")).to_have_count(1)


def test_asks_back_with_buttons(window: Window, site: str, sample: Sample) -> None:
    page = open_chat(window, site)
    ask(page, "公务接待费是多少？")
    choice = page.locator("#wz-now .wz-choices button").first
    label = choice.inner_text()
    choice.click()
    expect(page.locator("#wz-past .wz-turn")).to_have_count(1)
    expect(page.locator("#wz-now .wz-turn:not([aria-busy]) .wz-text")).to_contain_text("万元")
    department = page.locator("#wz-now .wz-understood .wz-part").first.inner_text()
    assert department in label


def test_examples_are_of_this_index_and_work(window: Window, site: str, service) -> None:  # type: ignore[no-untyped-def]
    page = open_chat(window, site)
    examples = page.locator(".wz-examples button")
    assert examples.count() >= 2
    departments = {d.identity.department for d in service.documents()}
    named = [name for text in examples.all_inner_texts() for name in departments if name in text]
    assert len(named) >= 2
    assert len(set(named)) >= 2, "examples of several departments"
    examples.first.click()
    expect(page.locator("#wz-now .wz-turn:not([aria-busy]) .wz-actions")).to_be_visible()


def test_conversation_comes_back_and_can_be_deleted(window: Window, site: str, sample: Sample) -> None:
    page, true = open_chat(window, site), budget(sample)
    question = f"{true.made.department}{true.made.year}年预算的公务接待费是多少万元？"
    ask(page, question)
    page.wait_for_timeout(300)
    page.reload()
    expect(page.locator("#wz-now .wz-question")).to_contain_text(question)
    page.locator("#wz-new").click()
    expect(page.locator("#wz-now .wz-welcome")).to_be_visible()
    page.wait_for_timeout(300)
    page.reload()
    expect(page.locator("#wz-now .wz-welcome")).to_be_visible()


def test_feedback_is_kept(window: Window, site: str, sample: Sample, feedback) -> None:  # type: ignore[no-untyped-def]
    page, true = open_chat(window, site), budget(sample)
    question = f"{true.made.department}{true.made.year}年预算的项目支出是多少？"
    ask(page, question)
    page.locator("#wz-now [data-verdict=down]").click()
    page.locator("#wz-now .wz-comment textarea").fill("单位不对")
    page.locator("#wz-now .wz-comment button").click()
    expect(page.locator("#wz-now .wz-said")).to_contain_text("谢谢")
    kept = feedback.all()[-1]
    assert (kept["question"], kept["verdict"], kept["comment"]) == (question, "down", "单位不对")
    assert kept["answer"]["status"] == "answered"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("　 ", "请先输入问题"), ("账" * 10_000, "问题太长了"), ("<img src=x onerror=alert(1)>\x07\x00公务接待费", "")],
    ids=["empty", "ten thousand characters", "markup and control characters"],
)
def test_odd_questions_get_a_friendly_line(window: Window, site: str, typed: str, said: str) -> None:
    page = open_chat(window, site)
    page.locator("#wz-box textarea").fill(typed)
    page.locator("#wz-send").click()
    turn = page.locator("#wz-now .wz-turn:not([aria-busy])")
    expect(turn.locator(".wz-answer")).to_contain_text(said)
    expect(turn.locator("img")).to_have_count(0)


def test_phone(phone: Window, site: str, sample: Sample) -> None:
    page, true = open_chat(phone, site), budget(sample)
    ask(page, f"{true.made.department}{true.made.year}年预算的公务接待费是多少万元？")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    page.wait_for_timeout(300)
    expect(page.locator("#wz-proof")).not_to_be_visible()  # on a phone it would cover the answer
    page.locator("#wz-now .wz-chip").first.tap()
    expect(page.locator("#wz-evidence .wz-cell")).to_be_in_viewport()
    page.locator("#wz-close").tap()
    expect(page.locator("#wz-proof")).not_to_be_visible()


def test_page_speaks_chinese_only(window: Window, site: str) -> None:
    page = open_chat(window, site)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.title() == "问账"
    words = page.locator("body").inner_text()
    assert not re.findall(r"[A-Za-z]{3,}", words), "English on the page"
    labels = page.evaluate(
        "[...document.querySelectorAll('[aria-label],[placeholder],[title]')].map(e => (e.ariaLabel||'') + (e.placeholder||'') + (e.title||''))"
    )
    assert not [label for label in labels if re.search(r"[A-Za-z]{3,}", label)]


def test_another_year_by_a_chip(window: Window, site: str, sample: Sample) -> None:
    page, true = open_chat(window, site), budget(sample)
    earlier = next(d for d in sample.truth if d.made.department == true.made.department and d.made.year == true.made.year - 1)
    ask(page, f"{true.made.department}{true.made.year}年预算的公务接待费是多少万元？")
    page.locator("#wz-now .wz-change summary", has_text=f"{true.made.year}年").click()
    page.locator("#wz-now .wz-change[open] button", has_text=f"{earlier.made.year}年").click()
    expect(page.locator("#wz-past .wz-turn")).to_have_count(1)
    expect(page.locator("#wz-now .wz-text")).to_contain_text(f"{earlier.facts.three_public.reception:,.2f}")


def test_evidence_tells_what_other_places_say(window: Window, site: str, sample: Sample) -> None:
    page, true = open_chat(window, site), budget(sample)
    ask(page, f"{true.made.department}{true.made.year}年预算的项目支出是多少？")
    panel, amount = page.locator("#wz-evidence"), f"{true.facts.project_total:,.2f}"
    expect(panel.locator(".wz-reading")).to_contain_text(amount)
    expect(panel.locator(".wz-agree .wz-ok")).to_contain_text(re.compile(r"另有\d+处一致"))
    panel.locator(".wz-agree .wz-place").first.click()
    expect(panel.locator(".wz-reading")).to_contain_text(amount)
    panel.locator("[data-copy]").click()
    expect(panel.locator(".wz-said")).to_contain_text(re.compile("已复制|复制不了"))
    address = panel.locator("[data-copy-link]").get_attribute("data-copy-link")
    page.goto(site + str(address))
    expect(page.locator("main .wz-reading")).to_contain_text(amount)


def test_trend_has_a_chart_with_its_figures(window: Window, site: str, sample: Sample) -> None:
    page, true = open_chat(window, site), budget(sample)
    ask(page, f"{true.made.year}年预算的三公经费由哪几项组成？{true.made.department}")
    figure = page.locator("#wz-now .wz-figure")
    if figure.count():
        expect(figure.locator("svg.wz-chart:visible")).to_have_count(1)
        expect(figure.locator("tbody tr").first).to_be_visible()


def test_not_found_shows_where_to_look(window: Window, site: str, sample: Sample) -> None:
    page, true = open_chat(window, site), budget(sample)
    ask(page, f"{true.made.department}1999年预算的公务接待费是多少？")
    page.locator("#wz-now .wz-suggestions a", has_text="检索").click()
    expect(page.locator(".wz-hit").first).to_contain_text("公务接待费")
    assert "department=" in page.url


def test_chart_and_export_of_a_ranking(window: Window, site: str, sample: Sample) -> None:
    page, year = open_chat(window, site), budget(sample).made.year
    ask(page, f"{year}年预算中哪个部门的公务接待费最高？")
    with page.expect_download() as download:
        page.locator("#wz-now .wz-actions a[href*='answer.xlsx']").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_past_conversations_can_be_opened_and_deleted(window: Window, site: str, sample: Sample) -> None:
    page, true = open_chat(window, site), budget(sample)
    question = f"{true.made.department}{true.made.year}年预算的公务接待费是多少万元？"
    ask(page, question)
    ask(page, "那项目支出呢？")
    page.locator("#wz-new").click()
    past = page.locator("#wz-conversations li")
    expect(past).to_have_count(1)
    past.locator("a").click()
    expect(page.locator("#wz-now .wz-text")).to_contain_text(f"{true.facts.project_total:,.2f}")
    expect(page.locator("#wz-past .wz-turn")).to_have_count(1)
    page.locator("#wz-new").click()
    expect(past).to_have_count(1)
    past.locator("button").click()
    expect(past).to_have_count(0)
    ask(page, question)
    page.locator("#wz-new").click()
    page.get_by_role("button", name="删除所有以往的对话").click()
    expect(past).to_have_count(0)
    page.reload()
    expect(page.locator("#wz-now .wz-welcome")).to_be_visible()
    expect(page.locator("#wz-conversations li")).to_have_count(0)


def test_a_full_queue_and_a_lost_server_are_told_in_chinese(browser: Browser, service, feedback) -> None:  # type: ignore[no-untyped-def]
    from qa.web.app import create_app

    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    page = context.new_page()
    with served(create_app(service, feedback)) as address:
        page.goto(address)
        expect(page.locator("#wz-now .wz-welcome")).to_be_visible()
        page.route("**/queue/join*", lambda route: route.fulfill(status=503, json={"detail": "Queue is full. Max size is 64 and size is 64."}))
        page.locator("#wz-box textarea").fill("公务接待费是多少？")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("提问的人太多")
        expect(page.locator("#wz-box textarea")).to_have_value("公务接待费是多少？")
        page.unroute("**/queue/join*")
        page.keyboard.press("Enter")
        expect(page.locator("#wz-now .wz-choices")).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)
        page.route("**/queue/*", lambda route: route.abort())
        page.locator("#wz-box textarea").fill("公务接待费是多少？")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("服务器", timeout=10_000)
        assert not re.findall(r"[A-Za-z]{4,}", page.locator("body").inner_text()), "English on the page"
    context.close()
