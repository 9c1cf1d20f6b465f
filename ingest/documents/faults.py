"""List what the libraries raise on bytes they were not made for: the net under every reader."""

import zipfile
import zlib

from lxml import etree
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

READER_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MalformedPDFException,
    NameError,
    NotImplementedError,
    OSError,
    PSException,
    PdfminerException,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
)
