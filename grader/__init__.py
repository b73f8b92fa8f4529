"""A course in asyncio that marks itself."""

__version__ = "0.1.0"
