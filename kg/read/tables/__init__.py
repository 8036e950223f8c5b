"""Tables: JSON Lines, JSON and CSV, a row at a time, by what their columns are called or as services export them.

What goes in is an `Input`; what comes out is an `Article` a row, a `Link` where a row only says where its article is,
and a `Failure` for each row that cannot be read. `fields.toml` has the columns' names and the services' forms.
"""
