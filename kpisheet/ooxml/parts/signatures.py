"""Takes digital signatures out of a package: no change survives them, and a broken one frightens people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpisheet.ooxml.package.draft import Draft, reachable

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package


def without_signatures(package: Package) -> Package:
    """`package` without its signatures and all that belongs to them; an unsigned one as it is."""
    signing = [each for each in package.relationships() if "/digital-signature/" in each.type]
    if not signing:
        return package
    origins = [each.target for each in signing if package.holds(each)]
    kept = reachable(package, [each.target for each in package.relationships() if each not in signing])
    draft = Draft(package)
    gone = reachable(package, origins) - kept
    draft.unrelate("", [each.id for each in signing])
    draft.remove(gone)
    return draft.package
