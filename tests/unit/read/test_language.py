from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.read.language import require_english

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[3] / "../shared"))

FOREIGN = {
    "German": "Der Minister hat am Montag erklärt, dass die Regierung das Gesetz nicht ändern wird.",
    "French": "Le ministre a déclaré lundi que le gouvernement ne changera pas la loi sur les retraites.",
    "Spanish": "El ministro dijo el lunes que el gobierno no va a cambiar la ley de las pensiones.",
    "Portuguese": "O ministro disse na segunda-feira que o governo não vai mudar a lei das pensões.",
    "Italian": "Il ministro ha detto lunedì che il governo non cambierà la legge sulle pensioni.",
    "Dutch": "De minister zei maandag dat het kabinet de wet niet zal veranderen voor het einde van het jaar.",
    "Danish, Norwegian or Swedish": "Ministern sade i dag att regeringen inte kommer att ändra lagen, för det är sent.",
    "Polish": "Minister powiedział w poniedziałek, że rząd nie zmieni ustawy o emeryturach do końca roku.",
    "Turkish": "Bakan pazartesi günü yaptığı açıklamada bir yasa ve bu karar için çok çalıştıklarını söyledi.",
    "Indonesian or Malay": "Menteri itu mengatakan hari Senin bahwa pemerintah tidak akan mengubah hukum yang ada.",
    "Romanian": "Ministrul a spus luni că guvernul nu va schimba legea pentru pensii și că este prea târziu.",
    "Finnish": "Ministeri sanoi maanantaina, että hallitus ei muuta lakia, mutta se on myös hyvin tärkeä.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_is_named(language: str) -> None:
    with pytest.raises(ReadError, match=f"it looks {language}"):
        require_english(FOREIGN[language])


@pytest.mark.parametrize(
    "text", ["Министр сообщил в понедельник.", "部長は月曜日に発表した", "قال الوزير يوم الاثنين إن الحكومة"]
)
def test_another_script_is_refused(text: str) -> None:
    with pytest.raises(ReadError, match="not in the Latin script"):
        require_english(text)


def test_a_language_without_a_word_list_is_refused_when_long_enough() -> None:
    with pytest.raises(ReadError, match="hardly any English"):
        require_english("Rais alisema jumatatu kwamba serikali haitabadilisha sheria hiyo mwaka huu " * 5)


@pytest.mark.parametrize(
    "text",
    [
        "Ana Costa won.",
        "Police arrest three in Oslo",
        "De la Cruz beats Van der Berg in Den Haag",
        "The French daily “Le Monde” said on Monday that the law “sur les retraites” would not change.",
        "Goal! Goal! Goal!",
        "Das Auto",
    ],
)
def test_english_and_what_is_too_short_to_tell_is_read(text: str) -> None:
    require_english(text)


def test_every_annotated_article_is_read() -> None:
    files = [*(SHARED / "gold").glob("*.json"), *(SHARED / "silver").glob("*.json")]
    if not files:
        pytest.skip(f"no annotated articles at {SHARED}")
    for file in files:
        require_english(json.loads(file.read_text("utf-8"))["text"])
