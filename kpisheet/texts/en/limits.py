"""Why each limit on a workbook stands where it stands; its number is in the package layer."""

TEXTS: dict[str, str] = {
    "input_bytes": "Bytes of the file: it is held in memory as a whole; honest workbooks stay below 30 MB.",
    "entries": "Parts of the package: the largest honest one seen had 1,033.",
    "part_bytes": "Bytes of one part, inflated: the largest honest package seen had 114 MB in all its parts.",
    "package_bytes": "Bytes of all parts that are read, inflated.",
    "relationships": "Links of one part: a sheet full of links has tens of thousands.",
    "sheets": "Sheets: nobody turns over a thousand tabs.",
    "rows": "Rows of one sheet: Excel’s own last row.",
    "columns": "Columns of one sheet: Excel’s own last column.",
    "cells": "Cells of the whole workbook: 100,000 rows of 14 columns are 1.4 million.",
    "merged_areas": "Merged areas of one sheet.",
    "tables": "Tables of one sheet: a person has a handful.",
    "defined_names": "Defined names: old workbooks gather thousands of broken ones.",
    "shared_strings": "Different texts: one for every cell that may stand in the workbook.",
    "text_characters": "Characters in all cells of a sheet, a shared text counted as often as cells show it.",
    "cell_characters": "Characters in one cell: Excel itself stops at 32,767.",
    "styles": "Cell formats: Excel’s own limit, and the formats of the report are added to them.",
    "comments": "Cell notes of one sheet.",
    "elements": "XML elements of one part that is neither a sheet nor the table of texts: honest ones have 200,000.",
    "tag_bytes": "Bytes of one XML tag: a cell’s is a few hundred.",
    "xml_depth": "XML elements inside one another: drawings of honest workbooks reach about 40.",
}
