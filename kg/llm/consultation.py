"""The stage: a reading in, and out the reading with what the LLM adds and without what it refuses.

It is a function of the reading and of the replies that are kept; what has no reply yet is requested by whoever called,
who reads the document again then.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kg import ontology
from kg.llm.grounding import Grounder
from kg.llm.messages import OFFERED, ReplyError, check_request, passages, read_facts, read_request, read_verdicts
from kg.llm.placement import find_words
from kg.model import BY_LLM, UNKNOWN, Consultation
from kg.text.assembly import draft_facts
from kg.text.model import UNNAMED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.llm.model import LanguageModel, Request
    from kg.text.assembly import Draft
    from kg.text.model import Reading, RelationMention

CHECKED: Final = "llm.check"
"""The suffix of the rule's id of a fact that the LLM checked and confirmed."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The confidence of facts by who found them, and which are checked."""

    added: float = 0.8
    """The confidence of a fact that the model alone found."""
    confirms: float = 0.75
    """The share of the doubt in a finding of kg that is gone once the model finds it, too."""
    unsure: float = 0.75
    """Below this a finding of kg is checked."""
    unconfirmed: float = 0.8
    """From this a finding of kg stays that the model, which read the passage, did not find."""
    most: int = 40
    """The most facts of a request to check."""


WEIGHTS: Final = Weights()

type Kept = Callable[[str], str | None]
"""The reply that is kept for a request's key, None for none."""
type _Triple = tuple[object, str, object]


def consult(
    reading: Reading, llm: LanguageModel, kept: Kept, own: Mapping[str, str] = MappingProxyType({})
) -> tuple[Reading, Consultation]:
    """A reading as the replies that are kept change it, and what became of asking.

    `own` are the rules of a user's own, by id, with the relation of each: of what they find nothing is left out.
    """
    asked = _Consulted(reading, llm, kept, own)
    if llm.effort == "read":
        asked.read()
    else:
        asked.check()
    found = Consultation(
        unanswered=tuple(request.body for request in asked.unanswered),
        answered=asked.answered,
        added=sum(mention.rule == BY_LLM for mention in asked.reading.relations),
        confirmed=asked.confirmed,
        refused=asked.refused,
        dropped=tuple(sorted(asked.dropped.items())),
    )
    return asked.reading, found


class _Consulted:
    """A reading that changes as replies are taken."""

    def __init__(self, reading: Reading, llm: LanguageModel, kept: Kept, own: Mapping[str, str]) -> None:
        self.reading = reading
        self._llm, self._kept, self._own = llm, kept, own
        self.unanswered: list[Request] = []
        self.answered = self.confirmed = self.refused = 0
        self.dropped: Counter[str] = Counter()

    def _reply(self, request: Request) -> str | None:
        """The reply that is kept for a request, which is noted where there is none."""
        content = self._kept(request.key)
        if content is None:
            self.unanswered.append(request)
        else:
            self.answered += 1
        return content

    def read(self) -> None:
        """Add what the model finds in passages, and keep of kg's own findings there what it finds too, or is sure."""
        offered = OFFERED.union(self._own.values())
        extra = sorted({name for name in self._own.values() if name not in ontology.RELATIONS})
        grounder = Grounder(self.reading, offered, WEIGHTS.added)
        read: set[int] = set()
        for passage in passages(self.reading):
            content = self._reply(read_request(self._llm.model, self.reading, passage, extra))
            if content is None:
                continue
            try:
                grounder.ground(read_facts(content), passage)
            except ReplyError:
                self.dropped["reply not in form"] += 1
                continue
            read.update(passage)
        if read:
            self._merge(grounder, read)

    def _merge(self, grounder: Grounder, read: set[int]) -> None:
        self.dropped.update(grounder.dropped)
        referents = grounder.referents()
        self.reading = replace(self.reading, referents=referents)
        classes = [referent.cls for referent in referents.referents]
        stated: dict[_Triple, RelationMention] = {}
        for mention in grounder.found:
            stated.setdefault(self._triple(mention), mention)
        kept: list[RelationMention] = []
        known: set[_Triple] = set()
        for mention in self.reading.relations:
            if not _is_closed(mention) or mention.rule in self._own or self._sentence(mention) not in read:
                kept.append(mention)
                known.add(self._triple(mention))
                continue
            ends = (
                classes[at] if (at := self._referent(place)) >= 0 else "" for place in (mention.subject, mention.object)
            )
            if not _takes(mention, *ends):
                self.refused += 1
                continue
            same = self._same(mention, stated)
            if same is not None:
                known.add(self._triple(same))
                self.confirmed += 1
                doubt = (1 - mention.confidence) * (1 - WEIGHTS.confirms)
                judged = same.judged if self._sentence(same) == self._sentence(mention) else mention.judged
                kept.append(replace(mention, confidence=1 - doubt, judged=judged, time=same.time))
            elif mention.confidence >= WEIGHTS.unconfirmed:
                kept.append(mention)
            else:
                self.refused += 1
        kept += [mention for triple, mention in stated.items() if triple not in known]
        self.reading = replace(self.reading, relations=tuple(kept))

    def _same(self, mention: RelationMention, stated: Mapping[_Triple, RelationMention]) -> RelationMention | None:
        """Return the model's statement of the same fact as a finding; of two dates one may be more precise."""
        triple = self._triple(mention)
        if mention.kind != "date":
            return stated.get(triple)
        dates = (m for m in stated.values() if m.kind == "date" and self._triple(m)[:2] == triple[:2])
        return next((m for m in dates if m.value.startswith(mention.value) or mention.value.startswith(m.value)), None)

    def check(self) -> None:
        """Have the facts checked that kg is unsure of: what the text states or implies holds."""
        drafts = [draft for draft in draft_facts(self.reading) if self._is_doubtful(draft.mention)]
        verdicts: dict[tuple[_Triple, int], bool] = {}
        for begin in range(0, len(drafts), WEIGHTS.most):
            part = drafts[begin : begin + WEIGHTS.most]
            lines = [(self._sentence(draft.mention), self._said(draft)) for draft in part]
            request = check_request(self._llm.model, self.reading, lines, {d.mention.predicate for d in part})
            content = self._reply(request)
            if content is None:
                continue
            try:
                found = read_verdicts(content)
            except ReplyError:
                self.dropped["reply not in form"] += 1
                continue
            for verdict in found:
                if not 1 <= verdict.fact <= len(part):
                    self.dropped["no fact of the request"] += 1
                    continue
                mention = part[verdict.fact - 1].mention
                sentence = self._sentence(mention)
                if verdict.holds != "no" and not find_words(self.reading.parse, verdict.words, sentence):
                    self.dropped["words not in the sentence"] += 1
                    continue
                verdicts[self._triple(mention), sentence] = verdict.holds != "no"
        self._apply(verdicts)

    def _apply(self, verdicts: Mapping[tuple[_Triple, int], bool]) -> None:
        kept: list[RelationMention] = []
        refused = set()
        for mention in self.reading.relations:
            key = self._triple(mention), self._sentence(mention)
            holds = verdicts.get(key) if _is_closed(mention) and mention.rule not in self._own else None
            if holds is None:
                kept.append(mention)
            elif holds:
                sure = 1 - (1 - mention.confidence) * (1 - WEIGHTS.confirms)
                kept.append(replace(mention, confidence=sure, rule=f"{mention.rule}+{CHECKED}"))
            else:
                refused.add(key)
        self.refused += len(refused)
        self.confirmed += sum(verdicts.values())
        self.reading = replace(self.reading, relations=tuple(kept))

    def _is_doubtful(self, mention: RelationMention) -> bool:
        return _is_closed(mention) and mention.rule not in self._own and mention.confidence < WEIGHTS.unsure

    def _said(self, draft: Draft) -> str:
        """A fact in one line: subject, relation, object and how it is held."""
        mention = draft.mention
        subject = self._name(draft.subject) if draft.subject >= 0 else UNKNOWN
        obj = self._name(draft.object) if draft.object >= 0 else mention.value
        return f"{subject} | {mention.predicate} | {obj} | {draft.factuality}"

    def _name(self, referent: int) -> str:
        return self.reading.referents.referents[referent].name

    def _referent(self, phrase: int) -> int:
        return self.reading.referents.referent_of[phrase] if phrase >= 0 else -1

    def _sentence(self, mention: RelationMention) -> int:
        return self.reading.parse.sentence_of[mention.anchor]

    def _triple(self, mention: RelationMention) -> _Triple:
        subject, obj = self._referent(mention.subject), self._referent(mention.object)
        relation = ontology.RELATIONS.get(mention.predicate)
        if relation is not None and relation.symmetric and obj >= 0:
            subject, obj = min(subject, obj), max(subject, obj)
        return subject, mention.predicate, mention.value if mention.object < 0 else obj


def _is_closed(mention: RelationMention) -> bool:
    """Return whether a finding states a relation that the model is asked for."""
    return mention.predicate in OFFERED


def _takes(mention: RelationMention, subject: str, obj: str) -> bool:
    """Return whether a relation takes arguments of these classes, "" for what has none."""
    relation = ontology.RELATIONS.get(mention.predicate)
    if relation is None:
        return True
    if mention.subject == UNNAMED:
        return relation.kind != "entity" or relation.takes_object(obj)
    if relation.kind != "entity":
        return relation.takes_subject(subject)
    return relation.takes(subject, obj)
