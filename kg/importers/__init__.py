"""Importers: one module or package per format; each reads one kind of source and writes claims in house form."""
