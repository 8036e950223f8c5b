"""E-mail: a message's bytes go in, what its writer wrote comes out; a mailbox is a stream of messages."""

from kg.read.mail.mailbox import is_mailbox, read_mailbox
from kg.read.mail.message import is_message, read_message

__all__ = ["is_mailbox", "is_message", "read_mailbox", "read_message"]
