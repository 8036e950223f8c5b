# ruff: noqa: N815 - the names are the ontology's own
"""The ontology's terms as rdflib namespaces; a misspelt term fails. Tested against `ontology/kg.ttl`."""

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

__all__ = ["CLAIM", "DOCUMENT", "ENTITY", "EXTRACTION", "INFERENCE", "KG", "MENTION", "OA", "OPEN", "STATEMENT"]

ENTITY = Namespace("https://w3id.org/kg/entity/")
STATEMENT = Namespace("https://w3id.org/kg/statement/")
MENTION = Namespace("https://w3id.org/kg/mention/")
CLAIM = Namespace("https://w3id.org/kg/claim/")
DOCUMENT = Namespace("https://w3id.org/kg/document/")
EXTRACTION = Namespace("https://w3id.org/kg/extraction/")
INFERENCE = Namespace("https://w3id.org/kg/inference/")
OPEN = Namespace("https://w3id.org/kg/p/")
"""Open predicates: verb phrases for which the vocabulary has no relation."""


class OA(DefinedNamespace):
    """The terms of the W3C Web Annotation vocabulary that the graph uses."""

    _NS = Namespace("http://www.w3.org/ns/oa#")
    _fail = True

    TextPositionSelector: URIRef
    start: URIRef
    end: URIRef


class KG(DefinedNamespace):
    """The terms of `ontology/kg.ttl`."""

    _NS = Namespace("https://w3id.org/kg/ontology#")
    _fail = True

    # Classes of entity, and the agent that a text does not name.
    Entity: URIRef
    Agent: URIRef
    Person: URIRef
    People: URIRef
    Organization: URIRef
    Government: URIRef
    GovernmentAgency: URIRef
    Military: URIRef
    ArmedGroup: URIRef
    PoliticalParty: URIRef
    MediaOrganization: URIRef
    Company: URIRef
    InternationalOrganization: URIRef
    EducationalOrganization: URIRef
    SportsTeam: URIRef
    Place: URIRef
    Country: URIRef
    Region: URIRef
    City: URIRef
    Facility: URIRef
    MilitaryBase: URIRef
    GeographicFeature: URIRef
    LegalText: URIRef
    Agreement: URIRef
    Law: URIRef
    Event: URIRef
    Meeting: URIRef
    PressConference: URIRef
    Election: URIRef
    Attack: URIRef
    Conflict: URIRef
    Disaster: URIRef
    Competition: URIRef
    Trial: URIRef
    Visit: URIRef
    Withdrawal: URIRef
    Program: URIRef
    Role: URIRef
    Product: URIRef
    Work: URIRef
    Award: URIRef
    Topic: URIRef
    Unknown: URIRef

    # Relations: what facts say.
    relatedTo: URIRef
    relatedToValue: URIRef
    locatedIn: URIRef
    near: URIRef
    partOf: URIRef
    headquarteredIn: URIRef
    tookPlaceIn: URIRef
    tookPlaceOn: URIRef
    createdOn: URIRef
    holdsRole: URIRef
    hasOccupation: URIRef
    leads: URIRef
    worksFor: URIRef
    memberOf: URIRef
    citizenOf: URIRef
    bornIn: URIRef
    diedIn: URIRef
    livesIn: URIRef
    bornOn: URIRef
    diedOn: URIRef
    spouseOf: URIRef
    siblingOf: URIRef
    relativeOf: URIRef
    parentOf: URIRef
    educatedAt: URIRef
    candidateFor: URIRef
    elected: URIRef
    appointed: URIRef
    dismissed: URIRef
    founded: URIRef
    owns: URIRef
    acquired: URIRef
    created: URIRef
    uses: URIRef
    competesWith: URIRef
    replaced: URIRef
    provides: URIRef
    received: URIRef
    won: URIRef
    defeated: URIRef
    signed: URIRef
    partyTo: URIRef
    violated: URIRef
    governs: URIRef
    captured: URIRef
    released: URIRef
    attacked: URIRef
    killed: URIRef
    injured: URIRef
    accused: URIRef
    convicted: URIRef
    sanctioned: URIRef
    withdrewFrom: URIRef
    visited: URIRef
    movedTo: URIRef
    metWith: URIRef
    negotiatedWith: URIRef
    agreedWith: URIRef
    asked: URIRef
    participatedIn: URIRef
    organized: URIRef
    about: URIRef
    supports: URIRef
    opposes: URIRef
    seeks: URIRef
    requires: URIRef
    affected: URIRef
    causes: URIRef
    describedAs: URIRef
    said: URIRef
    childOf: URIRef
    saidBy: URIRef

    # Records and where they come from.
    Record: URIRef
    Statement: URIRef
    Claim: URIRef
    Mention: URIRef
    Document: URIRef
    Extraction: URIRef
    Inference: URIRef
    Factuality: URIRef

    # Factuality.
    asserted: URIRef
    reported: URIRef
    planned: URIRef
    hypothetical: URIRef
    negated: URIRef

    # Of any record.
    document: URIRef
    quote: URIRef
    beginOffset: URIRef
    endOffset: URIRef
    source: URIRef
    time: URIRef

    # Of a statement.
    subjectMention: URIRef
    objectMention: URIRef
    predicateBegin: URIRef
    predicateEnd: URIRef
    sentence: URIRef
    sentenceBegin: URIRef
    sentenceEnd: URIRef
    rule: URIRef
    confidence: URIRef
    factuality: URIRef
    broken: URIRef
    factKey: URIRef
    postKey: URIRef
    endKey: URIRef

    # Qualifiers of a statement.
    roleAt: URIRef
    item: URIRef
    count: URIRef
    charge: URIRef
    to: URIRef
    start: URIRef
    end: URIRef

    # Of a claim.
    direct: URIRef
    containsStatement: URIRef
    inClaim: URIRef

    # Of an entity or a mention.
    refersTo: URIRef
    mentionKind: URIRef
    nameKey: URIRef
    mentionedIn: URIRef
    mentions: URIRef

    # Of a document.
    path: URIRef
    text: URIRef
    textLength: URIRef
    textHash: URIRef
    graphHash: URIRef

    # Of an extraction.
    softwareVersion: URIRef
    inferredSubject: URIRef
    inferredPredicate: URIRef
    inferredObject: URIRef
    inferenceRule: URIRef
    premise: URIRef
    modelName: URIRef
    modelVersion: URIRef
    rulesHash: URIRef
    setting: URIRef

    # Annotations and datatypes.
    inverseLabel: URIRef
    DateValue: URIRef
