"""The exceptions of this package.

KgError                  every error below; its message is one line that names the input and what to do
└── InputError           bad input or bad usage: the command line exits with 2
    ├── ReadError        a file or folder that cannot be read as text
    ├── ModelError       a language model that is not installed or is not the one expected
    ├── QueryError       a query that cannot be parsed, or is not allowed
    │   ├── RefusedError one that would change the graph, or read anything else
    │   └── LimitError   one that took more time or memory than it was allowed
    ├── QuestionError    a question in plain English that is not understood
    ├── RuleError        a rule file that breaks its form; names the file and the rule
    ├── DecisionError    people's decisions that break their form or contradict each other; names the lines
    ├── LanguageModelError  a service of a language model that refuses to work, or a reply that is none
    ├── StoreError       a graph directory or a SPARQL server that is missing, foreign or cannot be written
    └── NotFoundError    a name that the graph does not hold
"""


class KgError(Exception):
    """An error that the user can act on."""


class InputError(KgError):
    """Bad input or bad usage."""


class ReadError(InputError):
    """A file or folder that cannot be read as text."""


class ModelError(InputError):
    """A language model that is not installed or is not the one expected."""


class QueryError(InputError):
    """A query that cannot be parsed, or is not allowed."""


class RefusedError(QueryError):
    """A query that would change the graph, or read anything else."""


class LimitError(QueryError):
    """A query that took more time or memory than it was allowed, and was stopped."""


class QuestionError(InputError):
    """A question in plain English that is not understood; the message says what of it."""


class RuleError(InputError):
    """A rule file that breaks its form."""


class DecisionError(InputError):
    """People's decisions that break their form or contradict each other."""


class LanguageModelError(InputError):
    """A service of a language model that refuses to work, or a reply that is none."""


class StoreError(InputError):
    """A graph directory or a SPARQL server that is missing, foreign or cannot be written."""


class NotFoundError(InputError):
    """A name that the graph does not hold."""


class MissingPackageError(InputError, ImportError):
    """A package that is asked for and comes with an extra of kg alone."""
