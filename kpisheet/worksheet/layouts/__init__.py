"""Tables in whatever shape people type them: where each word of a figure's address stands."""
