"""An LLM as second reader: it proposes and checks, and nothing enters that the text does not say.

In: a `Reading`, and the replies that are kept. Out: the `Reading` with what the model adds and without what it refuses,
and the requests that no reply is kept for (`consultation`). Building requests, validating replies and grounding them
are pure functions; `client` alone opens the network, at the address that the user names, and `kept` is where replies
stay, by the hash of request and model.
"""
