"""Why a file cannot be taken. Found out in a thread without a language: the words come later."""

import zipfile
import zlib
from enum import StrEnum, auto

# What reading a broken archive raises. What the library cannot do is a RuntimeError to it.
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    RuntimeError,
    ValueError,
    EOFError,
    KeyError,
)


class Reason(StrEnum):
    EMPTY = auto()
    TOO_BIG = auto()
    SVG = auto()
    HEIC = auto()
    GIF = auto()
    UNKNOWN = auto()
    OLD_OFFICE = auto()
    ENDING = auto()  # the name says something else than the content
    MIXED = auto()  # something else is hidden in it
    BROKEN = auto()
    TOO_MANY_PIXELS = auto()
    MACROS = auto()
    PACKED_TOO_TIGHT = auto()


class Unfit(Exception):
    """This file is not taken, for this reason; `told` is what the sentence names."""

    def __init__(self, reason: Reason, told: str = "") -> None:
        super().__init__(reason)
        self.reason, self.told = reason, told
