"""The commands of ``python -m eval``, one module each, found by name; each has ``add(subparsers)``."""
