"""PDFs for tests, with words where they are said to be, in the order in which they are painted."""

import zlib

type Words = tuple[float, float, float, str]
"""Where words begin, from the left and from the foot of the page, the size of the type, and the words."""


def drawn(pages: list[list[Words]], **info: str) -> bytes:
    """A PDF with words where they are said to be, in the order in which they are given."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< {' '.join(f'/{name} ({value})' for name, value in info.items())} >>".encode(),
    ]
    for number, page in enumerate(pages):
        shown = (text.replace("\\", "\\\\").replace("(", r"\(").replace(")", r"\)") for *_, text in page)
        lines = [f"/F1 {s} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj" for (x, y, s, _), text in zip(page, shown, strict=True)]
        content = zlib.compress(f"BT {' '.join(lines)} ET".encode("cp1252"))
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode(),
            f"<< /Length {len(content)} /Filter /FlateDecode >> stream\n".encode() + content + b"\nendstream",
        ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R /Info 4 0 R >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode()


def column(x: float, top: float, *paragraphs: list[str], indent: float = 0, gap: float = 0) -> list[Words]:
    """Paragraphs from the top of a column down, in lines of 11 points."""
    words, y = [], top
    for paragraph in paragraphs:
        for number, line in enumerate(paragraph):
            words.append((x + indent * (number == 0), y, 11.0, line))
            y -= 13
        y -= gap
    return words
