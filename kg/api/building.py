"""Building a graph: read the documents, write what they say, and infer what follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.api.consulting import asker_of
from kg.api.graph import Graph, is_address
from kg.api.graph import open as open_graph
from kg.api.outcomes import Report
from kg.api.reading import Notes, find_documents, no_documents, records_folder, way_of, workers_for
from kg.api.recording import Recorder
from kg.api.upkeep import infer_from
from kg.errors import InputError
from kg.graph.projection.identifiers import identifiers
from kg.links.linking import keep_gazetteers
from kg.records.database import Records

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from datetime import date as Date  # noqa: N812 (`date` is the parameter's name)

    from kg.api.reading import NotRead, Paths, Progress, Sources
    from kg.links.model import Gazetteer
    from kg.llm.model import LanguageModel
    from kg.ontologies.model import OwnRules
    from kg.read import Options

__all__ = ["build"]


def build(  # noqa: PLR0913 (each is an option of its own)
    sources: Sources = (),
    *,
    out: str | os.PathLike[str] | None = None,
    store: str | None = None,
    graph_store: str | None = None,
    date: Date | None = None,
    publisher: str | None = None,
    options: Options | None = None,
    model: str | None = None,
    rules: str | os.PathLike[str] | None = None,
    ontology: str | os.PathLike[str] | None = None,
    llm: LanguageModel | None = None,
    infer: bool = False,
    gazetteers: Paths | None = None,
    workers: int | None = None,
    prune: bool = False,
    from_records: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    on_failure: Callable[[NotRead], None] | None = None,
) -> Graph:
    """Read sources into a graph: in memory, or in the directory `out`, whose other documents stay.

    `sources` is one or several of: the path of a file or folder, an address (http://…), "-" for standard input, a text,
    a dictionary; or a data frame of pandas or Polars, or any iterable of dictionaries, an article each. A string is a
    text where it has several lines or is a sentence, and nothing there is called so. Dictionaries and rows have the
    keys that a table's columns have (text, title, url, date, publisher, author, id …); what they hold is never opened
    or fetched. What has an id, or an address, replaces what was read by that before.

    `store` is the address for queries of a SPARQL server (http://…) that gets the directory's graph as well, and
    `graph_store` that of its Graph Store Protocol, if it is another.

    `date` is the day and `publisher` the publisher of documents that give none of themselves. `model` names an
    installed spaCy pipeline instead of the default one. `options` say of which form inputs are, what the columns of
    tables are called, and how much is asked of the network where an address is named (`kg.Options`, `kg.Web`).
    `rules` is a TOML file, or a folder of them, with relation rules to read with beside those that come with kg.
    `ontology` is a file with classes and relations of yours (`docs/ontology.md`), which are read as well.
    `llm` is a language model that proposes and checks facts, which is sent what is read: `docs/llm.md` says what. With
    `infer`, what follows from the documents' facts is added, in a named graph of its own. `gazetteers` are files of
    what entities may be
    (see `kg.graph.gazetteers`), in place of those that the directory was built with, which stay otherwise; an empty
    list forgets them. `workers` is the number of processes that read, one a processor where there are many documents.
    `from_records` is a folder that `kg.api.extract_to` made, or its address, which is taken over as it was read, in
    place of `sources`. With `prune`, what is gone from the folders named goes out of the graph.
    Ctrl-C ends the reading: what was read by then is in the graph, and KeyboardInterrupt, which says how much that is,
    is raised.
    `progress` hands on the documents as they are read, as a progress bar does. `on_failure` is told of each file that
    is left out; without it, that is logged.
    The graph's `report` says what became of the documents.

    Raises:
        ReadError: a path cannot be read, or a folder has nothing readable in it.
        ModelError: the model is not installed.
        RuleError: a rule of `rules` is not in form, or does not do what its examples say.
        StoreError: the graph cannot be written or reached, or `out` is not a graph's.
        DecisionError: what people decided about its entities is not in form, or contradicts itself.
        InputError: a gazetteer or the ontology cannot be read.
        LanguageModelError: the server of `llm` refuses to work.
    """
    if is_address(out) or (store is not None and out is None):
        raise InputError("a server takes the graph of a directory: give the directory as out, the address as store")
    listed = _listed(gazetteers)
    taken = None if from_records is None else records_folder(from_records)
    reading = find_documents(sources, date, publisher, options) if taken is None else no_documents()
    asker = asker_of(llm, None if out is None else Path(out))
    extractor = way_of(model, rules, second=asker.second if asker else None, ontology=ontology)
    recorder = Recorder(extractor, workers_for(reading.expected, workers), Notes(on_failure), progress, asker)
    published = inferred = unfit = 0
    if out is None:
        from kg.graph.store.write import project_memory

        with Records() as records:
            recorder.record(reading, records) if taken is None else recorder.take(taken, records)
            if recorder.interrupted:
                raise KeyboardInterrupt
            _keep(records, listed, extractor.own)
            dataset, names = project_memory(records), identifiers(records.documents())
        if infer:
            inferred = infer_from(dataset)
    else:
        from kg.entities.archive import unfit_entries
        from kg.graph.store.directory import decisions_file, writing_directory
        from kg.graph.store.write import project_directory, project_memory
        from kg.resolve.decisions import read_decisions

        directory = Path(out)
        read_decisions(decisions_file(directory))  # raises before anything is read
        with writing_directory(directory) as records:
            recorder.record(reading, records, prune=prune) if taken is None else recorder.take(taken, records)
            _keep(records, listed, extractor.own)
            project_directory(directory, records)
            names = identifiers(records.documents())
            unfit = len(unfit_entries(directory, records))
        if recorder.interrupted:
            read = len(recorder.added) + len(recorder.changed) + len(recorder.unchanged)
            of_all = "" if reading.total is None else f" of {reading.total:,}"
            done = f"{read:,}{of_all} documents are in the graph"
            raise KeyboardInterrupt(f"stopped; {done}: the same command goes on from there")
        if not directory.exists():  # nothing was read, and so nothing kept
            dataset = project_memory(Records())
        else:
            if infer:
                inferred = infer_from(directory)
            dataset = open_graph(directory).dataset
            if store is not None:
                from kg.graph.store.remote import publish  # what speaks HTTP is loaded where an address is named

                published = publish(directory, store, graph_store)
    added, changed, unchanged = (
        tuple(names[each] for each in dict.fromkeys(hashes) if each in names)
        for hashes in (recorder.added, recorder.changed, recorder.unchanged)
    )
    report = Report(
        added=added,
        changed=changed,
        unchanged=unchanged,
        removed=tuple(recorder.removed),
        inferred=inferred,
        published=published,
        ignored=reading.ignored,
        not_read=tuple(recorder.notes.not_read),
        remarks=tuple(reading.remarks),
        unfit=unfit,
        asked=asker.outcome if asker else None,
    )
    return Graph(dataset, report, None if out is None else Path(out))


def _listed(gazetteers: Paths | None) -> list[Gazetteer] | None:
    """The gazetteers in files, if any are named."""
    if gazetteers is None:
        return None
    from kg.graph.gazetteers import read_gazetteers

    return read_gazetteers(gazetteers)


def _keep(records: Records, gazetteers: list[Gazetteer] | None, own: OwnRules | None) -> None:
    """Link with other gazetteers from now on, and call terms as an ontology does, if any are named."""
    if own is not None:
        from kg.graph.projection.beside import keep_ontology

        keep_ontology(records, own.ontology)
        records.commit()
    if gazetteers is not None:
        keep_gazetteers(records, gazetteers)
        records.commit()
