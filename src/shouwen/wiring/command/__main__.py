"""`python -m shouwen.wiring.command` is `shouwen`, also where the script is not on the path."""

from shouwen.wiring.command import main

main()
