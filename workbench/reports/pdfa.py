"""Pages to PDF/A-2b in one pass: output intent, XMP, identifiers and dates are written with the file, not added later.

The same pages and the same `Stamp` give the same bytes. The metadata name the record, its version and its check code,
never a person; `verdict` asks pikepdf's validator about finished bytes.
"""

from __future__ import annotations

import logging
import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from workbench.reports import fonts
from workbench.reports.ink import Ink, Page

PRODUCER: Final = "Workbench"
FLAVOUR: Final = "2b"
FORBIDDEN_KEYS: Final = (b"/JS", b"/JavaScript", b"/OpenAction", b"/AA", b"/Launch", b"/EmbeddedFile", b"/OCG", b"/XFA")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the file says about itself. `title` names the form and the record, not the person."""

    title: str
    record: str
    version: int
    data_hash: str
    audit_head: str
    when: datetime
    language: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The validator's answer: passed, or the findings in words."""

    passed: bool
    findings: tuple[str, ...]


_PRIMARIES: Final = (("rXYZ", (0x6FA2, 0x38F5, 0x0390)), ("gXYZ", (0x6299, 0xB785, 0x18DA)), ("bXYZ", (0x24A0, 0x0F84, 0xB6CF)))
_WHITE_D50: Final = (0xF6D6, 0x10000, 0xD32D)
_ADAPTATION: Final = (1.0478, 0.0229, -0.0501, 0.0296, 0.9904, -0.0171, -0.0092, 0.0151, 0.7517)
_CURVE: Final = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)  # IEC 61966-2-1


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """An ICC version 4 profile of sRGB, computed: the output condition that PDF/A asks for."""

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def words(text: str) -> bytes:
        data = text.encode("utf-16-be")
        return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(data), 28) + data

    def xyz(values: tuple[int, int, int]) -> bytes:
        return b"XYZ " + bytes(4) + struct.pack(">3i", *values)

    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + b"".join(fixed(value) for value in _CURVE)
    tags: list[tuple[str, bytes]] = [("desc", words("sRGB")), ("cprt", words("No copyright")), ("wtpt", xyz(_WHITE_D50))]
    tags.append(("chad", b"sf32" + bytes(4) + b"".join(fixed(value) for value in _ADAPTATION)))
    tags += [(name, xyz(values)) for name, values in _PRIMARIES]
    tags += [(name, curve) for name in ("rTRC", "gTRC", "bTRC")]
    table, body, places = b"", b"", dict[bytes, int]()
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags:
        if data not in places:
            places[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += name.encode() + struct.pack(">II", places[data], len(data))
    size = start + len(body)
    header = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x04200000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H4s4s", 2026, 1, 1, 0, 0, 0, b"acsp", bytes(4))
    header = header.ljust(68, b"\0") + struct.pack(">3i", *_WHITE_D50)
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def _xmp_date(when: datetime) -> str:
    return when.replace(microsecond=0).isoformat()


def _pdf_date(when: datetime) -> str:
    offset = when.utcoffset() or timedelta()
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"D:{when:%Y%m%d%H%M%S}{sign}{abs(minutes) // 60:02d}'{abs(minutes) % 60:02d}'"


def xmp(stamp: Stamp) -> bytes:
    """The XMP packet: record, version, data hash, audit head; no name, no staff number."""
    when = _xmp_date(stamp.when)
    marks = (f"record:{stamp.record}", f"version:{stamp.version}", f"sha256:{stamp.data_hash}", f"audit:{stamp.audit_head}")
    bag = "".join(f"<rdf:li>{escape(mark)}</rdf:li>" for mark in marks)
    text = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
        ' xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">'
        f"<pdfaid:part>{FLAVOUR[0]}</pdfaid:part><pdfaid:conformance>{FLAVOUR[1].upper()}</pdfaid:conformance>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(stamp.title)}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:language><rdf:Bag><rdf:li>{stamp.language}</rdf:li></rdf:Bag></dc:language>"
        f"<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate><xmp:MetadataDate>{when}</xmp:MetadataDate>"
        f"<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><pdf:Producer>{PRODUCER}</pdf:Producer>"
        f"<dc:identifier>{escape(stamp.record)}</dc:identifier><xmp:Identifier><rdf:Bag>{bag}</rdf:Bag></xmp:Identifier>"
        f"<xmpMM:VersionID>{stamp.version}</xmpMM:VersionID>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    )
    return text.encode()


def _stream(document: Any, content: bytes, entries: dict[str, object], *, packed: bool) -> Any:
    from reportlab.pdfbase import pdfdoc

    stream = pdfdoc.PDFStream(content=content)
    for key, value in entries.items():
        stream.dictionary[key] = value
    if packed:
        stream.filters = [pdfdoc.PDFZCompress]
    return document.Reference(stream)


def _identify(document: Any, stamp: Stamp) -> None:
    """Catalog, output intent, metadata and information dictionary."""
    from reportlab.pdfbase import pdfdoc

    catalog = document.Catalog
    for kind in ("__NoDefault__", "__Refs__"):
        setattr(catalog, kind, [*getattr(catalog, kind)])
    catalog.__NoDefault__.append("OutputIntents")
    intent = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": pdfdoc.PDFString("sRGB"),
            "Info": pdfdoc.PDFString("sRGB"),
            "DestOutputProfile": _stream(document, srgb_profile(), {"N": 3}, packed=True),
        }
    )
    catalog.OutputIntents = pdfdoc.PDFArray([intent])
    kinds: dict[str, object] = {"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}
    catalog.Metadata = _stream(document, xmp(stamp), kinds, packed=False)
    catalog.Lang = pdfdoc.PDFString(stamp.language)
    when = pdfdoc.PDFString(_pdf_date(stamp.when))
    document.info = pdfdoc.PDFDictionary(
        {
            "Title": pdfdoc.PDFString(stamp.title),
            "Producer": pdfdoc.PDFString(PRODUCER),
            "Creator": pdfdoc.PDFString(PRODUCER),
            "CreationDate": when,
            "ModDate": when,
        }
    )


def write(pages: Sequence[Page], stamp: Stamp) -> bytes:
    """The finished file. Only the two bundled fonts are used, and only the characters that appear are embedded."""
    from reportlab.pdfbase import pdfdoc

    fonts.font(fonts.REGULAR)
    document: Any = pdfdoc.PDFDocument(compression=1, invariant=1, pdfVersion=(1, 7))
    ink = Ink(document)
    document.signature.update(xmp(stamp))
    for page in pages:
        sheet: Any = pdfdoc.PDFPage()
        sheet.pagewidth, sheet.pageheight = page.width, page.height
        sheet.compression = 1
        sheet.Resources = pdfdoc.PDFResourceDictionary()
        sheet.Resources.basicFonts()
        content = ink.page(page)
        document.signature.update(content.encode("ascii"))
        sheet.stream = content
        document.addPage(sheet)
    _identify(document, stamp)
    return _finish(document)


def _finish(document: Any) -> bytes:
    for font in document.delayedFonts:
        font.addObjects(document)
    document.Reference(document.Catalog)
    document.Reference(document.info)
    document.Outlines.prepare(document, None)
    if document.Outlines.ready < 0:
        document.Catalog.Outlines = None
    data = document.format()
    return data.encode("latin1") if isinstance(data, str) else bytes(data)


def verdict(data: bytes) -> Verdict:
    """What an independent validator says about finished bytes (pikepdf, veraPDF's rules, PDF/A-2b)."""
    from pikepdf import pdfa

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    report = pdfa.validate_written(BytesIO(data), FLAVOUR)
    return Verdict(bool(report.passed), tuple(str(finding) for finding in report.findings))


def forbidden(data: bytes, streams: Iterable[bytes] = ()) -> tuple[str, ...]:
    """Active content keys found in a file (and in streams already unpacked); an own page has none."""
    every = (data, *streams)
    return tuple(key.decode() for key in FORBIDDEN_KEYS if any(re.search(re.escape(key) + rb"(?![A-Za-z])", part) for part in every))
