"""What reads documents beside this process: a pure map, so that neither number nor order of workers changes the result.

In: a stream of documents and how they are read. Out: the same documents in their order, each with what was found in it
or the defect that was met: by processes of this machine (`processes`), or by Ray on one or many (`cluster`).
"""
