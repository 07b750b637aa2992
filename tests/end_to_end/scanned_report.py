"""A whole report with made-up answers, as a PDF that is set and as pages that went through a scanner."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import cv2
import numpy
import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from cchc.reference.form import Form, FormRow

FONTS = Path("/usr/share/fonts/truetype/croscore")
_TITLES = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số lượng/Tỷ lệ", "Ghi chú")
_WIDTHS = (34, 236, 80, 74, 74)  # points
_BLANK_SHARE = 0.06
_NARRATIVE = (
    "Uỷ ban nhân dân huyện Cù Lao Dung báo cáo kết quả thực hiện công tác cải cách hành chính năm 2021 và phương "
    "hướng, nhiệm vụ năm 2022 như sau:",
    "Trên cơ sở các văn bản chỉ đạo của Uỷ ban nhân dân tỉnh, huyện đã ban hành kế hoạch và giao cho các cơ quan, "
    "đơn vị tham mưu triển khai thực hiện các nhiệm vụ theo thời gian quy định.",
)


@dataclass(frozen=True)
class Answer:
    """What a cell shows, and the figure it stands for; all None for a blank."""

    text: str
    value: Decimal | None = None
    base_value: Decimal | None = None


@dataclass(frozen=True)
class Damage:
    """What a scanner does to a page: resolution, rotation in degrees, noise in grey levels, JPEG quality."""

    dpi: int
    rotation: float
    noise: float
    quality: int


def made_up_answers(form: Form, seed: int) -> dict[str, Answer]:
    """An answer for every answered row, by indicator code; a few blank."""
    chance = random.Random(seed)
    return {row.indicator_code: _answer(row, chance) for row in form.answered}


def _answer(row: FormRow, chance: random.Random) -> Answer:
    if chance.random() < _BLANK_SHARE:
        return Answer("")
    if row.codes:
        code = chance.choice(row.codes)
        return Answer(code, Decimal(code))
    if row.answer_type == "percent":
        decimals = chance.choice((0, 1, 2, 2))
        value = Decimal(chance.randint(0, 100 * 10**decimals)).scaleb(-decimals)
        return Answer(str(value).replace(".", chance.choice((",", ",", "."))) + chance.choice(("", "", "%")), value)
    if row.answer_type == "ratio":
        whole = chance.randint(1, 60)
        part = chance.randint(0, whole)
        return Answer(f"{part}/{whole}", Decimal(part), Decimal(whole))
    value = int(10 ** chance.uniform(0, 4.6)) - chance.choice((0, 1))
    text = f"{value:,}".replace(",", chance.choice((".", ".", "")))
    return Answer(text.zfill(2) if chance.random() < 0.4 else text, Decimal(value))


def report_pdf(form: Form, answers: dict[str, Answer], font: str = "Tinos", size: float = 11) -> bytes:
    """A report set as PDF: a page of narrative, then the table over as many pages as it takes."""
    bold = f"{font}-Bold"
    pdfmetrics.registerFont(TTFont(font, FONTS / f"{font}-Regular.ttf"))
    pdfmetrics.registerFont(TTFont(bold, FONTS / f"{font}-Bold.ttf"))
    left = ParagraphStyle("left", fontName=font, fontSize=size, leading=size * 1.2)
    middle = ParagraphStyle("middle", left, alignment=1)
    heading = ParagraphStyle("heading", middle, fontName=bold)
    body = ParagraphStyle("body", left, fontSize=13, leading=18, spaceAfter=6)
    title = ParagraphStyle("title", body, fontName=bold, alignment=1)
    rows = [[Paragraph(text, heading) for text in _TITLES]]
    for row in form.rows:
        answer = answers[row.indicator_code].text if row.is_answered else ""
        own = heading if row.answer_type == "section" else middle
        label = ParagraphStyle("label", left, fontName=own.fontName)
        number = row.indicator_code.split(".")[-1] if row.indicator_code.count(".") < 2 else ""
        note = "Kế hoạch số 08/KH-UBND ngày 18/01/2021" if row.position in (2, 9, 40) else ""
        cells = (number, row.label_vi, row.unit_vi, answer, note)
        rows.append([Paragraph(text, label if at == 1 else own) for at, text in enumerate(cells)])
    table = Table(rows, colWidths=_WIDTHS, repeatRows=1)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    story = [
        Paragraph("UỶ BAN NHÂN DÂN HUYỆN CÙ LAO DUNG", title),
        Paragraph("Số: 142/BC-UBND   Cù Lao Dung, ngày 16 tháng 12 năm 2021", body),
        Paragraph("BÁO CÁO", title),
        Paragraph("Kết quả thực hiện công tác cải cách hành chính năm 2021", title),
        *(Paragraph(text, body) for text in _NARRATIVE),
        PageBreak(),
        Paragraph("SỐ LIỆU VÀ KẾT QUẢ THỰC HIỆN CÔNG TÁC CẢI CÁCH HÀNH CHÍNH NĂM 2021", title),
        Paragraph("TRÊN ĐỊA BÀN HUYỆN CÙ LAO DUNG", title),
        table,
    ]
    content = BytesIO()
    SimpleDocTemplate(content, pagesize=A4, leftMargin=48, rightMargin=48, topMargin=48, bottomMargin=48).build(story)
    return content.getvalue()


def scanned_pages(pdf: bytes, damage: Damage, seed: int) -> list[bytes]:
    """The pages of a PDF as JPEG files, each damaged as told."""
    chance = numpy.random.default_rng(seed)
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=damage.dpi / 72, grayscale=True).to_numpy() for page in document]
    return [_scanned(page.reshape(page.shape[:2]), damage, chance) for page in pages]


def _scanned(page: numpy.ndarray, damage: Damage, chance: numpy.random.Generator) -> bytes:
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), damage.rotation, 1.0)
    page = cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    noisy = page + chance.normal(0, damage.noise, page.shape)
    noisy = numpy.clip(noisy, 0, 255).astype(numpy.uint8)
    return cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, damage.quality])[1].tobytes()


def images_pdf(pages: list[bytes], dpi: int) -> bytes:
    """A PDF of pictures, as scanners write it."""
    from PIL import Image

    images = [Image.open(BytesIO(page)) for page in pages]
    content = BytesIO()
    images[0].save(content, "PDF", save_all=True, append_images=images[1:], resolution=dpi)
    return content.getvalue()
