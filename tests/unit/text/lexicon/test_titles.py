from kg.text.lexicon import titles


def test_the_words_of_titles_are_in_lower_case() -> None:
    lists = (words for name, words in vars(titles).items() if name.isupper() and not name.startswith("_"))
    assert [word for words in lists for word in words if word != word.lower()] == []


def test_kinship_and_gender_are_by_word() -> None:
    assert titles.KINSHIP["wife"] == "spouseOf"
    assert titles.GENDER["chairwoman"] == "female"


def test_the_words_of_compound_posts_are_words_of_posts() -> None:
    assert {"chief", "executive", "minister", "mr"} & titles.POST_WORDS == {"chief", "executive", "minister"}
