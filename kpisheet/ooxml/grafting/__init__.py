"""The sheets of one workbook put into another, taken out again, and renamed."""
