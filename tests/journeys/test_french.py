"""The portal in French, for somebody who reads it on a phone."""

import demo_story as story
import pytest
from demo_browser import PHONE

READER = "beth.evans77@example.com"
PAGES = [
    ("/my/mentoring", ["Mentorat", "Votre prochaine étape"]),
    ("/my/mentoring/documents", ["Charte du mentorat", "Guide du mentoré"]),
    ("/my/mentoring/document/{charter}", ["Charte du mentorat", "Version"]),
    ("/my/mentoring/pair/{pair}", ["Qui voit quoi", "Rencontres"]),
    ("/my/mentoring/pair/{pair}/agreement", ["Contrat de mentorat", "Intention"]),
    ("/my/mentoring/agreement/{agreement}", ["Signatures", "Empreinte"]),
    ("/my/mentoring/pair/{pair}/end", ["Mettre fin", "Je n’en donne pas"]),
    ("/my/mentoring/concern", ["contact éthique", "Rester anonyme"]),
    ("/my/mentoring/data", ["Mes données"]),
]


@pytest.fixture(scope="module")
def numbers(person, programme_id):
    admin = person(story.ADMINISTRATOR)
    [language] = admin.call(
        "res.lang",
        "search",
        [("code", "=", "fr_FR")],
        context={"active_test": False},
    )
    websites = admin.call("website", "search", [])
    [wizard] = admin.call(
        "base.language.install",
        "create",
        [{"lang_ids": [(6, 0, [language])], "website_ids": [(6, 0, websites)]}],
    )
    admin.call("base.language.install", "lang_install", [wizard])
    admin.call("res.users", "write", [person(READER).uid], {"lang": "fr_FR"})
    [pair] = person(READER).read(
        "mentorat.pair", [("programme_id", "=", programme_id)], ["agreement_ids"]
    )
    charter = admin.reference("mentorat_programme.document_charter")
    agreement = pair["agreement_ids"][0]
    return {"pair": pair["id"], "charter": charter, "agreement": agreement}


@pytest.mark.parametrize(("path", "texts"), PAGES)
def test_page(browser, numbers, path, texts):
    page = browser.open(READER, f"/fr{path.format(**numbers)}", PHONE)
    assert page.get_attribute("html", "lang") == "fr-FR"
    words = page.text_content("main")
    for text in texts:
        assert text in words
