"""PDF: its bytes go in, the text of its pages comes out in reading order, in paragraphs, with its metadata."""

from kg.read.pdf.document import is_pdf, read_pdf

__all__ = ["is_pdf", "read_pdf"]
