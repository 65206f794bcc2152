"""How the workbook was read: which tables, and where the words of each figure's address stand."""

TEXTS: dict[str, str] = {
    "title": "How it was read",
    "list": "Read as a list on the sheet “{sheet}”: the channel, the period and the figures of a line stand in one row.",
    "table": "Read from one table on the sheet “{names}”.",
    "tables": "{tables:count} tables on the sheet “{names}” were read as one.",
    "sheets": "{tables:count} tables on {sheets:count} sheets ({names}) were read as one.",
    "places": "Channels: {channels}. Periods: {periods}. What is counted: {metrics}.",
    "example": "For example {channel}, {period:period}, {metric} = {cell}.",
    "example_without_period": "For example {channel}, {metric} = {cell}.",
    "at.header": "at the top",
    "at.side": "at the side",
    "at.heading": "in the headings between the rows",
    "at.title": "in the title above",
    "at.sheet": "the sheet’s name",
    "at.nowhere": "nowhere",
}
