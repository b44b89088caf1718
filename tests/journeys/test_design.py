"""From a template to a programme that is open, in the browser: the checklist turns green."""

import demo_story as story

NAME = "Welcome to the workshop"


OPTIONS = ".o-autocomplete--dropdown-menu li:not(.o_m2o_dropdown_option)"


def pick(page, field, words):
    """Choose ``words`` in a many2one or many2many field, as one types a name."""
    page.fill(f".modal [name={field}] input", words)
    # The list of all, which opens first, has given way to what was looked for.
    page.wait_for_function(
        "([options, words]) => { const shown = [...document.querySelectorAll(options)];"
        " return shown.length && shown.every((li) => li.innerText.includes(words)); }",
        arg=[OPTIONS, words],
    )
    page.click(OPTIONS)
    if field.endswith("_ids"):
        page.locator(f".modal [name={field}] .o_tag", has_text=words).wait_for()


def test_template_to_open(browser, person):
    page = browser.open(story.ADMINISTRATOR, "/odoo/mentoring-programmes")
    page.click("button:has-text('New from template')")
    pick(page, "template_id", "Welcome aboard")
    page.fill(".modal [name=name] input, .modal [name=name] textarea", NAME)
    pick(page, "engineer_ids", "Sharlene Rhodes")
    page.click(".modal button[name=action_apply]:visible")
    page.wait_for_selector(".o_arrow_button_current:has-text('Draft')")

    # What is missing is said, each with the way to where it is mended.
    page.click("button[name=action_view_missing]:visible")
    missing = page.locator(".modal .o_data_row")
    missing.first.wait_for()
    assert missing.count() == 1, missing.all_inner_texts()
    missing.locator("button[name=action_mend]").click()
    page.wait_for_selector(".modal [name=referent_ids] input")
    pick(page, "referent_ids", "Barty McBly")
    page.click(".modal .o_form_button_save")
    page.wait_for_selector(".modal", state="detached")

    page.click("button[name=action_open]:visible")
    page.wait_for_selector(".o_arrow_button_current:has-text('Open for applications')")
    page.click("a[name=readiness]")
    page.wait_for_selector(".o_field_widget[name=check_ids] .o_data_row")

    [programme] = person(story.ENGINEER).read(
        "mentorat.programme",
        [("name", "=", NAME)],
        ["state", "missing_count", "readiness_score", "phase_ids", "objective_ids"],
    )
    assert programme["state"] == "open"
    assert programme["missing_count"] == 0
    assert programme["readiness_score"] >= 60
    assert len(programme["phase_ids"]) >= 3
    assert len(programme["objective_ids"]) >= 3
