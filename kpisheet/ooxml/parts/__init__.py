"""Single parts that several kinds of change share: styles, tabs, names, properties, signatures."""
