"""The commands of ``python -m index``, one module each, found by name; each has ``add(subparsers)``."""
