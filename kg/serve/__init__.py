"""A graph directory over HTTP: in goes `Settings`, out come the SPARQL 1.1 Protocol and the explorer in the browser.

`server.serve` runs until it is interrupted. Requests come through `http` (uvicorn) and `app` (the routes);
`pool` hands them to one of the `workers`, processes whose `tasks` read the graph. Every limit is in `settings`.
"""
