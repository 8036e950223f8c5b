"""The output of `kg extract`: one JSON object a document, after the JSON Schema in `extraction.json`.

An extraction goes in, a line of JSON comes out.
"""

from kg.schema.lines import extraction_schema, to_json, to_line

__all__ = ["extraction_schema", "to_json", "to_line"]
