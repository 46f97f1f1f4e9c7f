"""The verbs of the command line, one file each: arguments, call, print."""
