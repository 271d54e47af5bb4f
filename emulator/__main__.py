"""`python -m emulator` is the command line too."""

from emulator.cli import main

main()
