import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.fragments import plain_line, plain_text


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("<div>a <b>b</b>\n c</div>", "a b c"),
        ("<p>A<script>if (a < b) {}</script>B</p>", "AB"),
        ("<p>A</p><figure><img/><figcaption>no</figcaption></figure><p>B</p>", "A\n\nB"),
        ("<style>p {}</style><p>A &amp; B</p>", "A & B"),
        ("no mark-up: 1 < 2 &amp; so on", "no mark-up: 1 < 2 &amp; so on"),
        ("first line\n\nsecond <line", "first line\n\nsecond <line"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("<iframe><p>never closed", ""),
    ],
)
def test_the_words_of_a_fragment(fragment: str, text: str) -> None:
    assert plain_text(fragment) == text


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Fire in <b>Oslo</b>", "Fire in Oslo"),
        ("Fire in &lt;b&gt;Oslo&lt;/b&gt; &amp;amp; Bergen", "Fire in Oslo & Bergen"),
        ("AT&T\n rises", "AT&T rises"),
        ("5 < 6", "5 < 6"),
    ],
)
def test_a_title_is_one_line_without_marks(title: str, line: str) -> None:
    assert plain_line(title) == line


@given(st.text(st.sampled_from("<>/&;pbr \n\"'=ascript!-[]")))
def test_no_fragment_is_so_odd_that_reading_ends(fragment: str) -> None:
    plain_line(fragment)
