"""Reading: files and folders become `Document`s, or one clear line says why not.

What goes in is an `Input`: bytes by a name, with what is known about them (`kg.read.model`). `kg.read.forms` has the
one table of the forms that articles come in, and says of which an input is; each form is a function in a module of its
own, from an input to a stream of what it holds:

- `Article`: a text and its metadata; one for a page, many for a table;
- `Input`: something inside it that is of a form itself: a message of a mailbox, a file of an archive, a page that a
  server sent. It is looked at in its turn, so a container knows nothing of what lies in it. It must be readable
  until the next one is asked for, and no longer;
- `Failure`: a part that cannot be read, where the others can;
- `Remark`: what was read with a proviso: an encoding that was assumed, a part that was left out.

`kg.read.reading` turns these into documents: cleaned, in English, with the metadata that the article, else its
container, else the user gives. `kg.read.files` finds the inputs of files and folders, `kg.read.memory`
those of a program's own texts and records. Nothing is executed, nothing is
fetched, and no more is held in memory than one article.
"""

from kg.read.files import Reading, read_lines, read_source, read_sources
from kg.read.forms import SUFFIXES
from kg.read.memory import Held, sources_of
from kg.read.model import Failure, Input, Metadata, Options, Remark, Web
from kg.read.reading import read_input
from kg.read.tables.fields import FIELDS

__all__ = [
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
    "read_input",
    "read_lines",
    "read_source",
    "read_sources",
    "sources_of",
]
