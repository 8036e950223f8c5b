r"""Tables as CSV, for people who open them in a spreadsheet: no text of a stranger is run there as a formula.

What a spreadsheet would compute or run has an apostrophe put before it. The rule (`FORMULA`) is the same wherever kg
writes CSV, and can be undone: whoever takes one apostrophe from each value that is a formula behind it has the values
as they were. A text that merely begins with a sign ("-girl", "@newsdesk", "+972 Magazine", "-5 %") stays as it is.

What begins with an equals sign is a formula. What begins with a plus, a minus or an at sign computes nothing without
an operator, a parenthesis, another cell's address or what joins two numbers; nor does it reach out of its sheet without
an exclamation mark, a parenthesis or a bar. Full-width forms are read as the plain ones, and white space, controls and
marks that nobody sees are passed over, as spreadsheets do. Source: OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

type Value = str | int | float | None

_UNSEEN = r"[\u0000-\u0020\u007f-\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]*"
_NUMBER = r" *[0-9.,]+(?:[eE][-+]?[0-9]+)? *%?(?![\s\S])"
_ACTS = (
    r"(?:[()!|=<>&*\/^+{}\uff01\uff08\uff0a\uff0b\uff0f\uff1c-\uff1e\uff5c]"
    r"|[0-9] *[-\uff0d] *[0-9]"
    r"|(?<![A-Za-z0-9])\$?[A-Za-z]{1,3}\$?[0-9]+(?![A-Za-z0-9]))"
)
FORMULA = re.compile(rf"^'*{_UNSEEN}(?:[=\uff1d]|[-+@\uff0b\uff0d\uff20](?!{_NUMBER})(?=[\s\S]*{_ACTS}))")
"""Values that a spreadsheet would run, also behind apostrophes. The page has the same in `listing.js`."""


def guarded(text: str) -> str:
    """`text`, with an apostrophe before it where a spreadsheet would run it.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("-girl"), guarded("+SUM(A1)")
    ("'=1+1", "''=1+1", '-girl', "'+SUM(A1)")
    """
    return f"'{text}" if FORMULA.match(text) else text


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Value]], *, raw: bool = False) -> str:
    r"""A table as CSV, its texts guarded unless `raw`.

    >>> csv_text(["a"], [["=1+1"], [-1]])
    "a\n'=1+1\n-1\n"
    """
    return "".join(csv_line(row, "\n", raw=raw) for row in (columns, *rows))


def csv_line(values: Sequence[Value], end: str, *, raw: bool = False) -> str:
    """One row of CSV, its texts guarded unless `raw`."""
    if not raw:
        values = [guarded(value) if isinstance(value, str) else value for value in values]
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerow(values)
    return out.getvalue()


def guarded_cells(text: str) -> int:
    """Return the number of cells of a guarded table that were prefixed with an apostrophe.

    >>> guarded_cells(csv_text(["a", "b"], [["=1+1", "'quoted'"]]))
    1
    """
    table = csv.reader(io.StringIO(text, newline=""))
    return sum(cell.startswith("'") and FORMULA.match(cell) is not None for row in table for cell in row)
