"""Reading: files and folders become `Document`s, or one clear line says why not.

An `Input` goes in: bytes by a name, with what is known about them (`kg.read.model`). `kg.read.formats` has the one
table of the formats that articles come in, and detects an input's format; each format is a function from an input to a
stream of what it holds:

- `Article`: a text and its metadata; one for a page, many for a table;
- `Input`: something inside it that has a format itself: a message of a mailbox, a file of an archive, a page that a
  server sent. It is read in its turn, so a container knows nothing of its contents. It must be readable until the next
  one is requested, and no longer;
- `Failure`: a part that cannot be read, when the others can;
- `Remark`: a part that was read less than surely or wholly: an encoding that was assumed, a part that was left out.

`kg.read.reading` turns these into documents: cleaned, in English, with the metadata that the article, else its
container, else the user gives. `kg.read.files` finds the inputs of files, folders and addresses, `kg.read.memory` those
of a program's own texts and records. Nothing is executed, nothing is fetched but what the user names, and no more is
held in memory than one article.
"""

from kg.read.files import Reading, read_lines, read_source, read_sources
from kg.read.formats import SUFFIXES
from kg.read.language import ANY, language_tag
from kg.read.memory import Held, sources_of
from kg.read.model import Failure, Input, Metadata, Options, Remark, Web
from kg.read.reading import read_input
from kg.read.rows import FIELDS

__all__ = [
    "ANY",
    "FIELDS",
    "SUFFIXES",
    "Failure",
    "Held",
    "Input",
    "Metadata",
    "Options",
    "Reading",
    "Remark",
    "Web",
    "language_tag",
    "read_input",
    "read_lines",
    "read_source",
    "read_sources",
    "sources_of",
]
