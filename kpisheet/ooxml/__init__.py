"""Office Open XML without loss: for any tool that must annotate a workbook; knows nothing of marketing.

A `Package` is a workbook's parts; what isn't changed is written back byte for byte. Every change is a
function from a package to a new one::

    package = Package.open(path.read_bytes())                       # raises KpisheetError
    package = annotate(package, {"Sheet1": SheetEdit(...)}, ...)    # marking: notes, fills, values
    package = graft(package, donor, cells, active_sheet="Results")  # grafting: another workbook's sheets
    path.write_bytes(package.to_bytes())

The rooms, each on a floor above the next:

- `marking`, `grafting`, `appending`: marks on a person's sheets, sheets put in or taken out, rows added.
- `parts`: what these share of styles, tabs, names, properties and signatures.
- `reading`: the sheets, cells, shared texts, formats and tables, within the caps of `limits`.
- `package`: zip entries, parts, relationships and content types; `Draft` is a package being changed.
- `xml`: XML read guarded (`guarded`) and edited as spans of bytes (`edits`).
- `references`, `standard`, `limits`: cells as A1 names them, the standard's own names, the caps.

docs/examples/mark_a_workbook.py is a whole tool of ten lines.
"""
