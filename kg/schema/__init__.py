"""What `kg extract` writes: one JSON object a document, in the shape that `extraction.json` (JSON Schema) publishes.

An extraction goes in, a line of JSON comes out.
"""

from kg.schema.lines import extraction_schema, to_json, to_line

__all__ = ["extraction_schema", "to_json", "to_line"]
