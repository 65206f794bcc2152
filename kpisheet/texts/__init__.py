"""All words that people read, and how numbers, money and months are written."""
