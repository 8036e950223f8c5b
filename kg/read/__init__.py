"""Reading: files and folders of plain text and Markdown become `Document`s, or one clear line says why not."""

from kg.read.files import SUFFIXES, Failure, Reading, read_lines, read_paths, read_source

__all__ = ["SUFFIXES", "Failure", "Reading", "read_lines", "read_paths", "read_source"]
