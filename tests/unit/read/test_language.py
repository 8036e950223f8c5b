import json
import os
from importlib import import_module
from pathlib import Path

import pytest
import spacy.lang

from kg.errors import ReadError
from kg.read.language import language_tag, require_english

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[3] / "../shared"))
FOREIGN = {
    "German": "Der Minister hat am Montag erklärt, dass die Regierung das Gesetz nicht ändern wird.",
    "French": "Le ministre a déclaré lundi que le gouvernement ne changera pas la loi sur les retraites.",
    "Spanish": "El ministro dijo el lunes que el gobierno no va a cambiar la ley de las pensiones.",
    "Portuguese": "O ministro disse na segunda-feira que o governo não vai mudar a lei das pensões.",
    "Italian": "Il ministro ha detto lunedì che il governo non cambierà la legge sulle pensioni.",
    "Dutch": "De minister zei maandag dat het kabinet de wet niet zal veranderen voor het einde van het jaar.",
    "Swedish": "Ministern sade i dag att regeringen inte kommer att ändra lagen, för det är sent.",
    "Polish": "Minister powiedział w poniedziałek, że rząd nie zmieni ustawy o emeryturach do końca roku.",
    "Turkish": "Bakan pazartesi günü yaptığı açıklamada bir yasa ve bu karar için çok çalıştıklarını söyledi.",
    "Indonesian": "Menteri itu mengatakan hari Senin bahwa pemerintah tidak akan mengubah hukum yang ada.",
    "Romanian": "Ministrul a spus luni că guvernul nu va schimba legea pentru pensii și că este prea târziu.",
    "Finnish": "Ministeri sanoi maanantaina, että hallitus ei muuta lakia, mutta se on myös hyvin tärkeä.",
    "Swahili": "Rais alisema jumatatu kwamba serikali haitabadilisha sheria hiyo mwaka huu.",
    "Russian": "Министр сообщил в понедельник, что правительство не изменит закон.",
    "Japanese": "部長は月曜日に発表した",
    "Arabic": "قال الوزير يوم الاثنين إن الحكومة لن تغير القانون",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_is_named(language: str) -> None:
    with pytest.raises(ReadError, match=f"it looks {language}"):
        require_english(FOREIGN[language])


@pytest.mark.parametrize("text", ["Министр", "東京", "The word Министр сообщил в понедельник в Москве"])
def test_another_script_is_refused_however_short(text: str) -> None:
    with pytest.raises(ReadError, match="not English"):
        require_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Costa won.",
        "Das Auto",
        "Goal! Goal! Goal!",
        "Red Sox - Teixeira Rumor",
        "12 345",
        "CHARGERS' RECEIVER HELD",
    ],
)
def test_what_is_too_short_to_tell_is_read(text: str) -> None:
    assert require_english(text) in {None, "en"}


def test_a_quotation_in_another_language_makes_no_other_text() -> None:
    text = "The French daily “Le Monde” said on Monday that the law “sur les retraites” would not change."
    assert require_english(text) == "en"


def test_a_long_opening_in_another_language_makes_no_other_text() -> None:
    text = FOREIGN["German"] * 14 + " The minister said on Monday that the government would not change the law." * 60
    assert require_english(text) == "en"


@pytest.mark.parametrize(
    ("said", "tag"), [("en-GB", "en-GB"), ("en_us", "en-US"), ("eng", "en"), ("de", "en"), ("", "en"), (None, "en")]
)
def test_the_tag_that_a_source_gives_stays_where_the_words_agree(said: str | None, tag: str) -> None:
    assert require_english("The council approved the budget on Monday after a long debate.", said) == tag


def test_what_is_said_decides_where_the_words_are_too_few() -> None:
    assert require_english("Das Auto", "en-GB") == "en-GB"
    with pytest.raises(ReadError, match="said to be German"):
        require_english("Das Auto", "de-DE")


@pytest.mark.parametrize(
    ("value", "tag"), [("English", "en"), ("ENG", "en"), ("pt-br", "pt-BR"), ("zh-Hant", "zh-Hant"), ("yue", "yue")]
)
def test_a_language_however_named_has_its_tag(value: str, tag: str) -> None:
    assert language_tag(value) == tag


@pytest.mark.parametrize("value", [None, "", "klingonese", "<b>", "🙂", "-"])
def test_what_names_no_language_has_none(value: str | None) -> None:
    assert language_tag(value) is None


def test_every_english_article_is_read_from_its_first_words_on() -> None:
    folders = ("gold", "gold2", "silver2")
    articles = [json.loads(path.read_text("utf-8")) for each in folders for path in (SHARED / each).glob("*.json")]
    if not articles:
        pytest.skip("no annotated articles beside the checkout")
    for article in articles:
        words = article["text"].split()
        assert require_english(" ".join(words[:200])) == "en"
        require_english(" ".join(words[:20]))


def test_example_sentences_of_every_language_of_spacy_are_refused() -> None:
    languages = {path.parent.name for path in Path(spacy.lang.__path__[0]).glob("*/examples.py")} - {"en", "xx"}
    assert len(languages) > 60
    for language in languages:
        with pytest.raises(ReadError, match="not English"):
            require_english(" ".join(import_module(f"spacy.lang.{language}.examples").sentences))
