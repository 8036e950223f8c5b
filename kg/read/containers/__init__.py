"""Containers: compressed files, archives, web archives. What goes in is an `Input`, what comes out are those inside it.

All are read as they stream by, and nothing is written under a name that an archive gives. What unpacks to far more than
it is worth ends with a line (`unpacking`).
"""
