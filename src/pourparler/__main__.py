"""`python -m pourparler`."""

from pourparler.cli import main

main()
