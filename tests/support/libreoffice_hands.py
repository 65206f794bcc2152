"""A person at LibreOffice: types, pastes and sorts in a workbook by a Basic macro, and saves it.

`EnterString` goes through the same parsing as the keyboard, so numbers, dates and percentages are
understood in the locale of the desk. `Pick` takes only what the cell's drop-down offers, or else stops, and
nothing is saved.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from xml.sax.saxutils import escape

_STANDARD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
<library:element library:name="Hands"/>
</library:library>
"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Hands"
 script:language="StarBasic">
{code}
</script:module>
"""
_LOCALE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop>
</item>
</oor:items>
"""
_PROLOGUE = """
Dim book As Object, hands As Object

Sub Act(command As String, name As String, value)
    Dim given(0) As New com.sun.star.beans.PropertyValue
    given(0).Name = name
    given(0).Value = value
    hands.executeDispatch(book.CurrentController.Frame, command, "", 0, given())
End Sub

Sub GoToSheet(name As String)
    book.CurrentController.setActiveSheet(book.Sheets.getByName(name))
End Sub

Sub TypeIn(cell As String, text As String)
    Act(".uno:GoToCell", "ToPoint", cell)
    Act(".uno:EnterString", "StringName", text)
End Sub

Sub CopyTo(cells As String, target As String)
    Act(".uno:GoToCell", "ToPoint", cells)
    hands.executeDispatch(book.CurrentController.Frame, ".uno:Copy", "", 0, Array())
    Act(".uno:GoToCell", "ToPoint", target)
    hands.executeDispatch(book.CurrentController.Frame, ".uno:Paste", "", 0, Array())
End Sub

Sub Pick(cell As String, entry As String)
    Dim rule As Object, offered As String, areas As Object, rows, row
    rule = book.CurrentController.getActiveSheet().getCellRangeByName(cell).Validation
    offered = ";"
    If rule.Type = com.sun.star.sheet.ValidationType.LIST And rule.ShowList > 0 Then
        If InStr(rule.getFormula1(), Chr(34)) = 1 Then
            offered = offered & Replace(rule.getFormula1(), Chr(34), "") & ";"
        Else
            rows = book.NamedRanges.getByName(rule.getFormula1()).getReferredCells().getDataArray()
            For Each row In rows
                offered = offered & row(0) & ";"
            Next
        End If
    End If
    If InStr(offered, ";" & entry & ";") = 0 Then
        Err.Raise 1001, , entry & " is not offered in " & cell & offered
    End If
    TypeIn(cell, entry)
End Sub

Sub CopyFrom(address As String, cells As String, target As String)
    Dim hidden(0) As New com.sun.star.beans.PropertyValue
    Dim other As Object
    hidden(0).Name = "Hidden"
    hidden(0).Value = True
    other = StarDesktop.loadComponentFromURL(address, "_blank", 0, hidden())
    other.CurrentController.select(other.CurrentController.getActiveSheet().getCellRangeByName(cells))
    hands.executeDispatch(other.CurrentController.Frame, ".uno:Copy", "", 0, Array())
    Act(".uno:GoToCell", "ToPoint", target)
    hands.executeDispatch(book.CurrentController.Frame, ".uno:Paste", "", 0, Array())
    other.close(True)
End Sub

Sub DeleteRow(number As Integer)
    book.CurrentController.getActiveSheet().Rows.removeByIndex(number - 1, 1)
End Sub

Sub SortBy(cells As String, column As Integer)
    Dim field(0) As New com.sun.star.table.TableSortField
    Dim given(1) As New com.sun.star.beans.PropertyValue
    field(0).Field = column
    field(0).IsAscending = True
    given(0).Name = "SortFields"
    given(0).Value = field()
    given(1).Name = "ContainsHeader"
    given(1).Value = False
    book.CurrentController.getActiveSheet().getCellRangeByName(cells).sort(given())
End Sub
"""


class Work(NamedTuple):
    """What is done in the workbook at `path`, which is then saved as .xlsx at `saved`."""

    path: Path
    actions: Sequence[tuple[str, ...]]
    saved: Path


@dataclass(frozen=True, slots=True)
class Desk:
    """LibreOffice (its path), a folder of its own, and the locale that its keyboard is read by."""

    soffice: str
    folder: Path
    locale: str = "en-US"

    def work(self, *works: Work) -> None:
        """Does one after the other: starting LibreOffice takes longer than most of them."""
        profile = self.folder / "profile"
        shutil.copytree(_laid_out(self.soffice, self.locale).name, profile)
        basic = profile / "user" / "basic" / "Standard"
        (basic / "script.xlb").write_text(_STANDARD, encoding="utf-8")
        code = escape(_PROLOGUE + _main(works))
        (basic / "Hands.xba").write_text(_MODULE.format(code=code), encoding="utf-8")
        said = _start(self.soffice, profile, "macro:///Standard.Hands.Main")
        assert all(each.saved.exists() for each in works), said


@cache
def _laid_out(soffice: str, locale: str) -> TemporaryDirectory[str]:
    """A profile as the first start lays it out, macros and all, of that locale: made once for all desks."""
    folder = TemporaryDirectory(prefix="desk-")
    user = Path(folder.name) / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(_LOCALE.format(locale=locale), encoding="utf-8")
    _start(soffice, Path(folder.name), "--terminate_after_init")
    return folder


def _start(soffice: str, profile: Path, argument: str) -> str:
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", argument]
    done = subprocess.run(command, capture_output=True, timeout=180, check=False)
    return (done.stdout + done.stderr).decode(errors="replace")


def _main(works: Sequence[Work]) -> str:
    lines = [
        "Sub Main",
        "    Dim none() As New com.sun.star.beans.PropertyValue",
        "    Dim how(0) As New com.sun.star.beans.PropertyValue",
        '    how(0).Name = "FilterName"',
        '    how(0).Value = "Calc MS Excel 2007 XML"',
        '    hands = createUnoService("com.sun.star.frame.DispatchHelper")',
        *(line for work in works for line in _steps(work)),
        "    StarDesktop.terminate()",
        "End Sub",
    ]
    return "\n".join(lines)


def _steps(work: Work) -> list[str]:
    return [
        f'    book = StarDesktop.loadComponentFromURL("{work.path.as_uri()}", "_blank", 0, none())',
        *(f"    {name}({', '.join(_literal(part) for part in parts)})" for name, *parts in work.actions),
        f'    book.storeToURL("{work.saved.as_uri()}", how())',
        "    book.close(True)",
    ]


def _literal(part: str) -> str:
    return part if part.isdigit() else '"' + part.replace('"', '""') + '"'
