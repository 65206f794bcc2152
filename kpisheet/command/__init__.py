"""What only a terminal needs: the command line's words, the screen, waiting for the next save, completion."""
