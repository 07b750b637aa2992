"""A sample as a scan: its PDF as pictures, turned, with noise, squeezed by JPEG, and bound as a PDF again."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy
import pypdfium2
from PIL import Image
from reportlab.lib.units import inch
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cchc.reference.samples import MARK
from cchc.sample import render_pdf
from cchc.sample.content import SampleReport
from cchc.sample.printing import AS_USUAL, Printing, ScanDamage

NAME, ENDING = "scan", "_scan.pdf"  # of --format, and of its files
_PAPER, _INK = 250, 0.94  # grey of the paper, and how dark the ink stands on it


def render(report: SampleReport, path: Path, printing: Printing = AS_USUAL) -> None:
    """Write the report as a PDF of pictures without a text layer. The same seed gives the same bytes."""
    damage = printing.scan
    with TemporaryDirectory() as folder:
        clean = Path(folder) / "clean.pdf"
        render_pdf.render(report, clean, printing)
        random = numpy.random.default_rng([printing.seed, zlib.crc32(report.report_id.encode())])
        canvas = Canvas(str(path), invariant=1)
        canvas.setTitle(f"{MARK} {report.report_id}")
        document = pypdfium2.PdfDocument(clean)
        for page in document:
            picture = page.render(scale=damage.dpi / 72, grayscale=True).to_pil()
            _bind(canvas, damaged(picture, damage, random), damage)
        document.close()
        canvas.save()


def damaged(picture: Image.Image, damage: ScanDamage, random: numpy.random.Generator) -> Image.Image:
    """A clean page as a scanner of this kind gives it, in grey."""
    tilt = damage.rotation + float(random.uniform(-0.1, 0.1)) if damage.rotation else 0.0
    turned = picture.convert("L").rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=255)
    grey = numpy.asarray(turned, dtype=numpy.float32)
    grey = _PAPER - (255 - grey) * _INK + random.normal(0, damage.noise, grey.shape)
    return Image.fromarray(numpy.clip(grey, 0, 255).astype(numpy.uint8))


def _bind(canvas: Canvas, picture: Image.Image, damage: ScanDamage) -> None:
    width, height = (side / damage.dpi * inch for side in picture.size)
    squeezed = io.BytesIO()
    picture.save(squeezed, "JPEG", quality=damage.jpeg)
    squeezed.seek(0)
    canvas.setPageSize((width, height))
    canvas.drawImage(ImageReader(squeezed), 0, 0, width, height)
    canvas.showPage()
