"""The worksheet that people fill in, authored by XlsxWriter from the schema and the texts."""
