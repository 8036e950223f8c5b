"""Tables beside documents and sources: entities of documents, their identities, places and gazetteers.

    entities            the entities of each document by normalised name: what resolution reads, without decoding an
                        extraction; the same extraction always gives the same rows
    resolved_documents  the documents that are resolved, by what read them, with a hash of what their entities are
    resolved            each named entity of a document: the form of its name, and the identity that it belongs to
    forms               each form of a name, with the numbers of the keys by which its entities are compared with others
                        (`kg.resolve.profiles`)
    block_keys          the same the other way round: the forms of each key
    links               pairs of forms with entities that are one by their score
    likely              pairs of entities of two forms that may be one: near misses, where nothing else joined them
    identities          each identity as compressed JSON by its digest
    former              digests under which an identity would stand otherwise
    near_misses         pairs of identities that were kept apart though much speaks for them, by the form of the first
    gazetteers          the entries of each file that the user gave, by its name, in the order given
    places              what the names of a document mean (`kg.links.places`); removed with the document's extraction

All but the gazetteers follows from documents and decisions and can be thrown away.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b, sha256
from itertools import batched
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.spelling import clean, normalise

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from kg.model import Extraction

_ENTITIES = """
CREATE TABLE entities (
    key TEXT NOT NULL, document INTEGER NOT NULL REFERENCES documents, place INTEGER NOT NULL, name TEXT NOT NULL,
    class TEXT NOT NULL, aliases TEXT NOT NULL, names INTEGER NOT NULL, mentioned INTEGER NOT NULL,
    written TEXT NOT NULL, relations BLOB NOT NULL, PRIMARY KEY (key, document, place)
) WITHOUT ROWID;
CREATE INDEX entities_of_document ON entities (document);
"""
_RESOLVED = """
CREATE TABLE resolved_documents (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE, made TEXT NOT NULL, assigned TEXT NOT NULL
);
CREATE TABLE resolved (
    document INTEGER NOT NULL, key TEXT NOT NULL, form INTEGER NOT NULL, identity BLOB NOT NULL,
    mark TEXT NOT NULL, PRIMARY KEY (document, key)
) WITHOUT ROWID;
CREATE INDEX resolved_by_form ON resolved (form);
CREATE INDEX resolved_by_key ON resolved (key);
CREATE TABLE forms (id INTEGER PRIMARY KEY, form TEXT NOT NULL UNIQUE, keys BLOB NOT NULL);
CREATE TABLE block_keys (key INTEGER NOT NULL, form INTEGER NOT NULL, PRIMARY KEY (key, form)) WITHOUT ROWID;
CREATE TABLE links (form TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (form, other)) WITHOUT ROWID;
CREATE INDEX links_of_other ON links (other);
CREATE TABLE likely (form TEXT NOT NULL, other TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX likely_of_form ON likely (form);
CREATE INDEX likely_of_other ON likely (other);
CREATE TABLE identities (digest TEXT PRIMARY KEY, form TEXT NOT NULL, data BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX identities_of_form ON identities (form);
CREATE TABLE former (digest TEXT PRIMARY KEY, identity TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX former_of_identity ON former (identity);
CREATE TABLE near_misses (form TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX near_misses_of_form ON near_misses (form);
"""
_LINKS = """
CREATE TABLE gazetteers (place INTEGER PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, entries BLOB NOT NULL);
CREATE TABLE places (document TEXT PRIMARY KEY, made_from TEXT NOT NULL, found TEXT NOT NULL) WITHOUT ROWID;
CREATE TRIGGER places_read_anew AFTER UPDATE OF data ON documents
BEGIN DELETE FROM places WHERE document = new.hash; END;
CREATE TRIGGER places_removed AFTER DELETE ON documents
BEGIN DELETE FROM places WHERE document = old.hash; END;
"""
TABLES = _ENTITIES + _RESOLVED + _LINKS
_DECODER = json.JSONDecoder()
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
COLUMNS = "key, hash, place, name, class, aliases, names, mentioned, written, relations"
"""The columns of entities beside their documents, as `as_entity` reads them."""


class Relation(NamedTuple):
    """A fact that an entity has part in: the relation, whether the entity is its subject, and the other end.

    `other` is the normalised name of an entity, else a date or words.
    """

    predicate: str
    subject: bool
    other: str


@dataclass(frozen=True, slots=True)
class EntityRow:
    """An entity of one document.

    `key` is its normalised name, `place` where it stands in `Extraction.entities`, `names` is
    `Entity.times_named`, `mentioned` whether it has any mention. `written` is how often each name or demonym is written
    just so, in the order of first use; `relations` are those of the facts that are not denied, sorted.
    """

    key: str
    document: str
    place: int
    name: str
    cls: str
    aliases: tuple[str, ...]
    names: int
    mentioned: bool
    written: tuple[tuple[str, int], ...] = ()
    relations: tuple[Relation, ...] = ()


def rows_of_entities(extraction: Extraction) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a document's entities, without its participants and but for the document itself."""
    text = extraction.document.text
    names = {entity.id: normalise(clean(entity.name)) for entity in extraction.entities}
    relations: dict[str, set[Relation]] = {each: set() for each in names}
    for fact in extraction.facts:
        if fact.factuality == "negated":
            continue
        if fact.subject in relations:
            relations[fact.subject].add(Relation(fact.predicate, True, names.get(fact.object, clean(fact.object))))
        if fact.kind == "entity" and fact.object in relations:
            relations[fact.object].add(Relation(fact.predicate, False, names.get(fact.subject, "")))
    for place, entity in enumerate(extraction.entities):
        if entity.participant:
            continue
        written = Counter(
            " ".join(clean(mention.span.slice(text)).split())
            for mention in entity.mentions
            if mention.kind in ("name", "demonym")
        )
        yield (
            names[entity.id],
            place,
            clean(entity.name),
            entity.cls,
            _json([clean(alias) for alias in entity.aliases]),
            entity.times_named,
            bool(entity.mentions),
            _json(list(written.items())),
            _packed([[r.predicate, int(r.subject), r.other] for r in sorted(relations[entity.id])]),
        )


def as_entity(row: tuple[Any, ...]) -> EntityRow:
    """An entity from its row."""
    key, document, place, name, cls, aliases, names, mentioned, written, relations = row
    return EntityRow(
        key,
        intern(document),
        place,
        name,
        cls,
        tuple(_read(aliases)),
        names,
        bool(mentioned),
        tuple((name, count) for name, count in _read(written)),
        tuple(Relation(intern(predicate), bool(subject), other) for predicate, subject, other in _opened(relations)),
    )


def _read(column: str) -> list[Any]:
    return _DECODER.raw_decode(column)[0] if column != "[]" else []  # which most are


def _json(value: list[Any]) -> str:
    return _ENCODER.encode(value) if value else "[]"


def _packed(value: list[Any]) -> bytes:
    return zlib.compress(_json(value).encode("utf-8", "surrogatepass")) if value else b""


def _opened(column: bytes) -> list[Any]:
    return _read(zlib.decompress(column).decode("utf-8", "surrogatepass")) if column else []


_ALL = re.findall(r"CREATE TABLE (\w+)", _RESOLVED)
_AT_ONCE = 500
"""Values that a query gets at once."""


def rows_with(database: sqlite3.Connection, query: str, values: Iterable[str] | Iterable[int]) -> Iterator[Any]:
    """Yield the rows of a query with "IN ({})" for some values, which it gets in order, many at once."""
    given: list[Any] = sorted(set(values))
    for some in batched(given, _AT_ONCE, strict=False):
        yield from database.execute(query.format(", ".join("?" * len(some))), some).fetchall()


_BYTES, _KINDS = 6, 4
"""The length of a key's number, and how many kinds of keys it can tell apart."""


def _block(key: str, kind: int) -> int:
    """The number of a key of a kind: a hash of it."""
    hashed = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest()
    return int.from_bytes(hashed, "big") // _KINDS * _KINDS + kind


def _unpacked(keys: bytes) -> list[int]:
    return [int.from_bytes(keys[at : at + _BYTES], "big") for at in range(0, len(keys), _BYTES)]


class ResolvedRow(NamedTuple):
    """A named entity of a document: its normalised name there, the form of its name, its identity's digest.

    `mark` is what people decided of the identity.
    """

    document: str
    key: str
    form: str
    identity: str = ""
    mark: str = ""


class IdentityTables:
    """The tables of a record store's open database."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def clear(self) -> None:
        """Forget all that was resolved."""
        for table in _ALL:
            self._database.execute(f"DELETE FROM {table}")  # noqa: S608 (our own names)

    # Documents

    def stale(self) -> tuple[list[str], list[str]]:
        """Return the documents that are to be resolved, and those that are resolved and gone, in order.

        One that a later version replaced is gone.
        """
        new = "SELECT hash FROM documents LEFT JOIN resolved_documents ON document = hash"
        new += " WHERE resolved_documents.made IS NOT documents.made AND replaced_by IS NULL ORDER BY hash"
        gone = "SELECT document FROM resolved_documents LEFT JOIN documents ON document = hash"
        gone += " WHERE hash IS NULL OR replaced_by IS NOT NULL ORDER BY document"
        first, second = (self._database.execute(query) for query in (new, gone))
        return [row[0] for row in first], [row[0] for row in second]

    def assigned(self) -> dict[str, str]:
        """A hash of what its entities are for each resolved document."""
        return dict(self._database.execute("SELECT document, assigned FROM resolved_documents"))

    def put_documents(self, assigned: Iterable[tuple[str, str]]) -> None:
        """Note documents as resolved, with the hash of what their entities are."""
        given = list(assigned)
        self._number(document for document, _ in given)
        query = "UPDATE resolved_documents SET made = documents.made, assigned = ? FROM documents"
        query += " WHERE hash = document AND document = ?"
        self._database.executemany(query, ((digest, document) for document, digest in given))

    def _number(self, documents: Iterable[str]) -> None:
        """Give documents rows, by whose numbers they are known in the other table."""
        query = "INSERT OR IGNORE INTO resolved_documents (document, made, assigned) VALUES (?, '', '')"
        self._database.executemany(query, ((document,) for document in documents))

    def forget_documents(self, documents: Iterable[str]) -> None:
        """Forget documents, and what their entities are."""
        for document in documents:
            query = "DELETE FROM resolved_documents WHERE document = ? RETURNING id"
            for row in self._database.execute(query, (document,)).fetchall():
                self._database.execute("DELETE FROM resolved WHERE document = ?", row)

    def days(self, documents: Iterable[str]) -> dict[str, str]:
        """Return the day of each document, "" where none is known."""
        return dict(self._some("SELECT hash, coalesce(day, '') FROM documents WHERE hash IN ({})", documents))

    # Entities of documents

    def named(self, document: str) -> dict[str, str]:
        """Return the identity's digest of each named entity of a document, by its normalised name there."""
        query = "SELECT key, identity FROM resolved JOIN resolved_documents ON id = resolved.document"
        found = self._database.execute(f"{query} WHERE resolved_documents.document = ?", (document,))
        return {key: identity.hex() for key, identity in found}

    def of_documents(self, documents: Iterable[str]) -> Iterator[ResolvedRow]:
        """Return the entities of documents."""
        yield from self._resolved("resolved_documents.document", documents)

    def of_forms(self, forms: Iterable[str]) -> Iterator[ResolvedRow]:
        """Return the entities whose names have some forms."""
        yield from self._resolved("forms.form", forms)

    def names_of(self, forms: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield each of some forms with each of its normalised names."""
        query = "SELECT DISTINCT forms.form, key FROM forms JOIN resolved ON resolved.form = id"
        yield from self._some(f"{query} WHERE forms.form IN ({{}})", forms)

    def forms_of(self, keys: Iterable[str]) -> set[str]:
        """Return the forms of some normalised names."""
        query = "SELECT DISTINCT forms.form FROM resolved JOIN forms ON id = resolved.form WHERE key IN ({})"
        return {form for (form,) in self._some(query, keys)}

    def of_keys(self, keys: Iterable[str]) -> Iterator[ResolvedRow]:
        """Return the entities of some normalised names."""
        yield from self._resolved("key", keys)

    def put(self, rows: Iterable[ResolvedRow]) -> None:
        """Keep what entities of documents are."""
        given = list(rows)
        self._number({row.document for row in given})
        forms = {row.form for row in given}
        self._database.executemany("INSERT OR IGNORE INTO forms (form, keys) VALUES (?, x'')", ((f,) for f in forms))
        query = "INSERT INTO resolved SELECT resolved_documents.id, ?, forms.id, ?, ?"
        query += " FROM resolved_documents, forms WHERE document = ? AND form = ?"
        query += " ON CONFLICT DO UPDATE SET identity = excluded.identity, mark = excluded.mark"
        values = ((r.key, bytes.fromhex(r.identity), r.mark, r.document, r.form) for r in given)
        self._database.executemany(query, values)

    # Forms

    def put_blocks(self, blocks: Mapping[str, Iterable[tuple[str, int]]]) -> None:
        """Replace the keys of forms that are kept, each with its kind; a form without any is forgotten."""
        for number, form, packed in self._some("SELECT id, form, keys FROM forms WHERE form IN ({})", blocks):
            old, new = set(_unpacked(packed)), {_block(key, kind) for key, kind in blocks[form]}
            gone, come = ([(key, number) for key in sorted(some)] for some in (old - new, new - old))
            self._database.executemany("DELETE FROM block_keys WHERE key = ? AND form = ?", gone)
            self._database.executemany("INSERT INTO block_keys VALUES (?, ?)", come)
            if not new:
                self._database.execute("DELETE FROM forms WHERE id = ?", (number,))
            elif gone or come:
                repacked = b"".join(key.to_bytes(_BYTES, "big") for key in sorted(new))
                self._database.execute("UPDATE forms SET keys = ? WHERE id = ?", (repacked, number))

    def met(self, forms: Iterable[str], meets: Mapping[int, Iterable[int]]) -> set[str]:
        """Return the forms that share a key with some forms, if the kind that these give it `meets` the others'.

        Once in a long while one is among them that shares no more than the number of a key.
        """
        found = self._some("SELECT keys FROM forms WHERE form IN ({})", forms)
        keys = {key for (packed,) in found for key in _unpacked(packed)}
        wanted = {key - key % _KINDS + kind for key in keys for kind in meets[key % _KINDS]}
        query = "SELECT DISTINCT forms.form FROM block_keys JOIN forms ON id = block_keys.form WHERE key IN ({})"
        return {form for (form,) in self._some(query, wanted)}

    def damaged_blocks(self) -> bool:
        """Return whether the two tables of keys differ, of which one has no checksums."""
        found = self._database.execute("SELECT key, form FROM block_keys")
        kept = self._database.execute("SELECT id, keys FROM forms")
        return {(key, number) for number, packed in kept for key in _unpacked(packed)} != set(found)

    def numbers(self, forms: Iterable[str]) -> dict[str, int]:
        """Return the number of entities of documents with a name of each form, if there are any."""
        query = "SELECT forms.form, count(*) FROM forms JOIN resolved ON resolved.form = id"
        return dict(self._some(f"{query} WHERE forms.form IN ({{}}) GROUP BY id", forms))

    def links_of(self, forms: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Return the links (form, other) of some forms."""
        yield from self._some("SELECT form, other FROM links WHERE form IN ({})", forms)

    def linked(self, forms: Iterable[str]) -> set[str]:
        """Return the forms that are linked to one of some."""
        return {row[0] for row in self._some("SELECT DISTINCT other FROM links WHERE form IN ({})", forms)}

    def put_links(self, forms: Iterable[str], links: Iterable[tuple[str, str]]) -> None:
        """Forget the links of forms, and keep others; each link is given once, and holds both ways."""
        given = sorted(set(forms))
        self._delete("links", "form", given)
        self._delete("links", "other", given)
        both = (pair for one, other in links for pair in ((one, other), (other, one)))
        self._database.executemany("INSERT OR IGNORE INTO links VALUES (?, ?)", both)

    def put_likely(self, forms: Iterable[str], pairs: Iterable[tuple[str, str, str]]) -> None:
        """Forget which entities of some forms may be one with others, and keep other pairs: (form, form, data) each."""
        given = sorted(set(forms))
        self._delete("likely", "form", given)
        self._delete("likely", "other", given)
        self._database.executemany("INSERT INTO likely VALUES (?, ?, ?)", pairs)

    def likely(self) -> list[str]:
        """Return the data of all pairs of entities of two forms that may be one, in order."""
        return [row[0] for row in self._database.execute("SELECT data FROM likely ORDER BY data")]

    # Identities

    def replace(
        self,
        forms: Iterable[str],
        identities: Iterable[tuple[str, str, str]],
        former: Iterable[tuple[str, str]],
        near_misses: Iterable[tuple[str, str]],
    ) -> None:
        """Put identities (digest, form, data) in place of all those of some forms, with what leads to them."""
        given = sorted(set(forms))
        gone = [row[0] for row in self._some("SELECT digest FROM identities WHERE form IN ({})", given)]
        self._delete("former", "identity", gone)
        self._delete("identities", "form", given)
        self._delete("near_misses", "form", given)
        packed = ((digest, form, zlib.compress(data.encode())) for digest, form, data in identities)
        self._database.executemany("INSERT INTO identities VALUES (?, ?, ?)", packed)
        self._database.executemany("INSERT OR REPLACE INTO former VALUES (?, ?)", former)
        self._database.executemany("INSERT INTO near_misses VALUES (?, ?)", near_misses)

    def identities(self, digests: Iterable[str] | None = None) -> Iterator[tuple[str, str]]:
        """Return the digest and the data of all identities, or of some, in the order of the digests."""
        if digests is None:
            found: Iterable[Any] = self._database.execute("SELECT digest, data FROM identities ORDER BY digest")
        else:
            found = sorted(self._some("SELECT digest, data FROM identities WHERE digest IN ({})", digests))
        yield from ((digest, zlib.decompress(data).decode()) for digest, data in found)

    def successor(self, digest: str) -> str:
        """Return the identity that a former digest leads to, "" for none."""
        row = self._database.execute("SELECT identity FROM former WHERE digest = ?", (digest,)).fetchone()
        return "" if row is None else row[0]

    def former(self, identity: str) -> list[str]:
        """Return the digests that lead to an identity, in order."""
        query = "SELECT digest FROM former WHERE identity = ? ORDER BY digest"
        return [row[0] for row in self._database.execute(query, (identity,))]

    def leading_to(self, forms: Iterable[str]) -> set[tuple[str, str]]:
        """Return the former digests that lead to identities of some forms, each with the identity's."""
        query = "SELECT former.digest, identity FROM former JOIN identities ON identities.digest = identity"
        return set(self._some(f"{query} WHERE form IN ({{}})", forms))

    def near_misses(self) -> list[str]:
        """Return the data of all near misses of grown entities, in order."""
        return [row[0] for row in self._database.execute("SELECT data FROM near_misses ORDER BY data")]

    def _resolved(self, column: str, values: Iterable[str]) -> Iterator[ResolvedRow]:
        query = "SELECT resolved_documents.document, key, forms.form, identity, mark FROM resolved"
        query += " JOIN resolved_documents ON resolved_documents.id = resolved.document"
        query += f" JOIN forms ON forms.id = resolved.form WHERE {column} IN ({{}})"
        for document, key, form, identity, mark in self._some(query, values):
            yield ResolvedRow(document, key, form, identity.hex(), mark)

    def _some(self, query: str, values: Iterable[str] | Iterable[int]) -> Iterator[Any]:
        return rows_with(self._database, query, values)

    def _delete(self, table: str, column: str, values: Iterable[str]) -> None:
        marked = ((value,) for value in values)
        self._database.executemany(f"DELETE FROM {table} WHERE {column} = ?", marked)  # noqa: S608 (our own names)


class LinkTables:
    """The two tables of an open record store. What is kept counts once the store is committed."""

    def __init__(self, database: sqlite3.Connection, *, writable: bool) -> None:
        self._database, self._writable = database, writable

    def gazetteers(self) -> list[tuple[str, bytes]]:
        """Return name and entries of each gazetteer, in the order given."""
        rows = self._database.execute("SELECT name, entries FROM gazetteers ORDER BY place")
        return [(name, zlib.decompress(entries)) for name, entries in rows]

    def forget_places(self) -> None:
        """Forget what places the documents mean, so that it is worked out anew."""
        self._database.execute("DELETE FROM places")

    def digests(self) -> list[tuple[str, str]]:
        """Return name and hash of each gazetteer, in the order given."""
        return self._database.execute("SELECT name, digest FROM gazetteers ORDER BY place").fetchall()

    def replace_gazetteers(self, gazetteers: Iterable[tuple[str, bytes]]) -> None:
        """Keep gazetteers, each its name and its entries, in place of those that were kept."""
        self._database.execute("DELETE FROM gazetteers")
        rows = ((name, sha256(entries).hexdigest(), zlib.compress(entries)) for name, entries in gazetteers)
        self._database.executemany("INSERT INTO gazetteers (name, digest, entries) VALUES (?, ?, ?)", rows)

    def places(self, documents: Iterable[str] | None = None) -> Iterator[tuple[str, str, str]]:
        """Yield hash, what the places were made from, and the places of all documents with known places, or of some."""
        query = "SELECT document, made_from, found FROM places"
        if documents is None:
            yield from self._database.execute(f"{query} ORDER BY document")
            return
        for each in sorted(set(documents)):
            yield from self._database.execute(f"{query} WHERE document = ?", (each,))

    def keep_places(self, document: str, made_from: str, found: str) -> None:
        """Keep the places of a document, unless the store is open to be read alone."""
        if self._writable:
            row = (document, made_from, found)
            self._database.execute("INSERT OR REPLACE INTO places VALUES (?, ?, ?)", row)
