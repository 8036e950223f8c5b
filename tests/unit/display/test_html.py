from kg.display.html import Html, card, escaped, faint, framed, html_table


def test_text_is_escaped_once_and_html_stays() -> None:
    assert escaped("<b>\x1b&\u202e") == "&lt;b&gt;\ufffd&amp;\ufffd"
    assert escaped(escaped("<b>")) == "&lt;b&gt;"
    assert escaped(Html("<b>")) == "<b>"
    assert faint("<i>", "span").endswith(">&lt;i&gt;</span>")
    assert card(Html("<b>one</b>"), escaped("<two>")).endswith("<b>one</b>&lt;two&gt;</div>")


def test_a_table_escapes_its_text_and_aligns_numbers() -> None:
    shown = html_table(("who", "n"), [("<script>", "7"), (Html("<b>Ana</b>"), "70")], numbers=["n"], note="2 > 1")
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert "<b>Ana</b>" in shown
    assert shown.count("text-align: right") == 3
    assert shown.count("text-align: left") == 3
    assert shown.endswith(">2 &gt; 1</p>")
    assert "<p" not in html_table(("who",), [])


def test_a_frame_carries_its_page_as_an_attribute() -> None:
    shown = framed('<p title="x">&</p>', height=200, title='a "b"')
    assert shown.count("<") == 2
    assert 'srcdoc="&lt;p title=&quot;x&quot;&gt;&amp;&lt;/p&gt;"' in shown
    assert 'title="a &quot;b&quot;"' in shown
    assert 'sandbox="allow-scripts allow-downloads"' in shown
