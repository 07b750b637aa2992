"""Answers in Word that are more than plain text. `change` gets the document and the answer's cell."""

from __future__ import annotations

from io import BytesIO

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from PIL import Image
from tests.cases.expectation import NOTHING, UNSURE, Case

_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def runs(*texts, **looks):
    """Runs one after another; `looks` are attributes of the last one's font."""

    def change(document, cell):
        paragraph = cell.paragraphs[0]
        made = [paragraph.add_run(text) for text in texts]
        for name, value in looks.items():
            setattr(made[-1].font, name, value)

    return change


def first(*texts, **looks):
    """As `runs`, but for the first run's font."""

    def change(document, cell):
        made = [cell.paragraphs[0].add_run(text) for text in texts]
        for name, value in looks.items():
            setattr(made[0].font, name, value)

    return change


def styled(*texts, at=-1, kind=WD_STYLE_TYPE.CHARACTER, based=False, **looks):
    """Runs, one of which has a character style with these looks, set by the style that it is based on if `based`."""

    def change(document, cell):
        name = f"look {sorted(looks)} {kind}"
        if name not in document.styles:
            style = document.styles.add_style(name, kind)
            for look, value in looks.items():
                setattr(style.font, look, value)
            derived = document.styles.add_style(name + " derived", kind)
            derived.base_style = style
        style = document.styles[name + " derived" if based else name]
        paragraph = cell.paragraphs[0]
        made = [paragraph.add_run(text) for text in texts]
        if kind == WD_STYLE_TYPE.CHARACTER:
            made[at].style = style
        else:
            paragraph.style = style

    return change


def xml(*elements):
    """Elements of WordprocessingML in the answer's paragraph."""

    def change(document, cell):
        names = f"{nsdecls('w')} {_MATH} {_W14}"
        for element in parse_xml(f"<w:p {names}>{''.join(elements)}</w:p>"):
            cell.paragraphs[0]._p.append(element)

    return change


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def row(properties):
    def change(document, cell):
        cell.paragraphs[0].add_run("37")
        cell._tc.getparent().get_or_add_trPr().append(parse_xml(properties.replace("/>", f" {nsdecls('w')}/>")))

    return change


def paragraphs(*texts):
    def change(document, cell):
        cell.paragraphs[0].add_run(texts[0])
        for text in texts[1:]:
            cell.add_paragraph(text)

    return change


def nested(*texts):
    def change(document, cell):
        table = cell.add_table(1, len(texts))
        for own, text in zip(table.rows[0].cells, texts, strict=True):
            own.text = text

    return change


def picture(*texts):
    def change(document, cell):
        image = BytesIO()
        Image.new("RGB", (40, 20), "white").save(image, "PNG")
        image.seek(0)
        paragraph = cell.paragraphs[0]
        for text in texts:
            paragraph.add_run(text)
        paragraph.add_run().add_picture(image)

    return change


def shaded_white(document, cell):
    cell.paragraphs[0].add_run("37").font.color.rgb = RGBColor(255, 255, 255)
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="1F3864"/>'))


def crossed(document, cell):
    cell.paragraphs[0].add_run("37")
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:tcBorders {nsdecls("w")}><w:tl2br w:val="single" w:sz="4"/></w:tcBorders>')
    )


def control_around_cell(document, cell):
    """A box to tick that takes the whole cell."""
    cell.paragraphs[0].add_run("☒")
    control = parse_xml(
        f'<w:sdt {nsdecls("w")} {_W14}><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
        "<w:sdtContent/></w:sdt>"
    )
    cell._tc.addprevious(control)
    control.find(qn("w:sdtContent")).append(cell._tc)


def field(form, result=""):
    """A field of the old kind of forms."""
    name = next(name for tag, name in _FIELDS.items() if tag in form)
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{form}</w:ffData></w:fldChar></w:r>',
        f"<w:r><w:instrText> {name} </w:instrText></w:r>",
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        run(result),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )


def instructed(instruction, result=None):
    """A field, with its result if it has one."""
    shown = () if result is None else ('<w:r><w:fldChar w:fldCharType="separate"/></w:r>', run(result))
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        f"<w:r><w:instrText> {instruction} </w:instrText></w:r>",
        *shown,
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )


def control(properties, text):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def math(name, **parts):
    """An equation: a fraction, a power, a root of figures."""
    inner = "".join(f"<m:{part}><m:r><m:t>{text}</m:t></m:r></m:{part}>" for part, text in parts.items())
    return f"<m:oMath><m:{name}>{inner}</m:{name}></m:oMath>"


def filled(*fill):
    """37, and a digit that an effect fills."""
    return xml(run("37"), run("9", f"<w14:textFill>{''.join(fill)}</w14:textFill>"))


def simple_field(instruction):
    return xml(f'<w:fldSimple w:instr="{instruction}"/>')


def numbered_by_style(document, cell):
    cell.paragraphs[0].style = "List Number"


def page_within(document, cell):
    """A web page that Word takes in when it opens the document."""
    part = Part(PackURI("/word/page.html"), "text/html", b"<p>37</p>", document.part.package)
    name = document.part.relate_to(part, f"{_OFFICE}/aFChunk")
    cell.paragraphs[0]._p.addprevious(parse_xml(f'<w:altChunk {nsdecls("w", "r")} r:id="{name}"/>'))


def choice(chosen, result=""):
    """A legacy list of 0 and 1."""
    entries = '<w:listEntry w:val="0"/><w:listEntry w:val="1"/>'
    return field(f'<w:ddList><w:result w:val="{chosen}"/>{entries}</w:ddList>', result)


_FIELDS = {"ddList": "FORMDROPDOWN", "checkBox": "FORMCHECKBOX", "textInput": "FORMTEXT"}
_OLD = '<w:del w:id="8" w:author="a"><w:r><w:delText>35</w:delText></w:r></w:del>'
_NEW = f'<w:ins w:id="9" w:author="a">{run("37")}</w:ins>'
_TICKED, _OPEN = (f'<w14:checkbox><w14:checked w14:val="{on}"/></w14:checkbox>' for on in (1, 0))

CASES = (
    Case("raised mark after a figure", "count", runs("366", "1", superscript=True), "366"),
    Case("raised mark in brackets", "count", runs("366", "(2)", superscript=True), "366"),
    Case("raised star", "count", runs("36", "*", superscript=True), "36"),
    Case("raised mark after a blank", "count", runs("366 ", "1", superscript=True), "366"),
    Case("raised mark after a percentage", "percent", runs("97,6%", "3", superscript=True), "97.6"),
    Case("raised mark after a flag", "flag", runs("1", "2", superscript=True), "1"),
    Case("raised mark after a ratio", "ratio", runs("11/12", "3", superscript=True), "11/12"),
    Case("raised mark after half a ratio", "ratio", runs("10", "2", superscript=True), UNSURE),
    Case("raised figure alone", "count", runs("37", superscript=True), UNSURE),
    Case("lowered mark", "count", runs("37", "1", subscript=True), "37"),
    Case("raised by position", "count", xml(run("37"), run("2", '<w:position w:val="8"/><w:sz w:val="16"/>')), "37"),
    Case("raised by a character style", "count", styled("366", "1", superscript=True), "366"),
    Case("raised by the style below", "count", styled("366", "1", superscript=True, based=True), "366"),
    Case("struck beside a clean one", "count", first("35", "37", strike=True), "37"),
    Case("doubly struck beside a clean one", "count", first("35", " 37", double_strike=True), "37"),
    Case("struck after the clean one", "count", runs("37", "35", strike=True), "37"),
    Case("struck by a character style", "count", styled("3", "37", at=0, strike=True), "37"),
    Case("all struck", "count", runs("37", strike=True), UNSURE),
    Case("all struck by a paragraph style", "count", styled("37", kind=WD_STYLE_TYPE.PARAGRAPH, strike=True), UNSURE),
    Case("struck by the paragraph style below", "count",
         styled("37", kind=WD_STYLE_TYPE.PARAGRAPH, based=True, double_strike=True), UNSURE),
    Case("struck, and a dash", "count", first("35", "-", strike=True), UNSURE),
    Case("struck by strokes of Unicode", "count", runs("3\u03365\u0336 37"), "37"),
    Case("hidden digit", "count", runs("33", "5", hidden=True), "33"),
    Case("hidden by a character style", "count", styled("33", "5", hidden=True), "33"),
    Case("all hidden", "count", runs("37", hidden=True), UNSURE),
    Case("white digit after a figure", "count",
         xml(run("37"), run("9", '<w:color w:val="FFFFFF"/>')), "37"),
    Case("white by the theme", "count",
         xml(run("37"), run("9", '<w:color w:val="FFFFFF" w:themeColor="background1"/>')), "37"),
    Case("white on a dark cell", "count", shaded_white, "37"),
    Case("pale digit", "count", xml(run("37"), run("9", '<w:color w:val="D9D9D9"/>')), UNSURE),
    Case("too small to be seen", "count", runs("37", "9", size=Pt(1)), "37"),
    Case("two figures by a tab", "count", runs("8\t105"), UNSURE),
    Case("two figures by blanks", "count", runs("8     105"), UNSURE),
    Case("two figures by a line break", "count", runs("8\n105"), UNSURE),
    Case("two figures in paragraphs", "count", paragraphs("8", "105"), UNSURE),
    Case("two figures in a nested table", "count", nested("8", "105"), UNSURE),
    Case("two figures by a wide blank", "count", runs("8\u2003105"), UNSURE),
    Case("thousands by a blank", "count", runs("8 105"), "8105"),
    Case("thousands by a thin blank", "count", runs("21\u202f577"), "21577"),
    Case("letters that nobody sees", "count", runs("\u200b3\u200d7\ufeff"), "37"),
    Case("wide figures", "count", runs("３６"), "36"),
    Case("raised letters of Unicode", "count", runs("366¹"), "366"),
    Case("a figure in a circle after it", "count", runs("366③"), "366"),
    Case("only a figure in a circle", "count", runs("③"), UNSURE),
    Case("a star after it", "count", runs("366*"), "366"),
    Case("a number in brackets after it", "count", runs("366 (1)"), UNSURE),
    Case("picture", "count", picture(), UNSURE),
    Case("picture beside a figure", "count", picture("37"), UNSURE),
    Case("tick of Wingdings", "flag", xml('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'), UNSURE),
    Case("ticked box of Wingdings 2", "flag", xml('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'), UNSURE),
    Case("tick as a letter of Wingdings", "flag", runs("ü", name="Wingdings"), UNSURE),
    Case("tick of Unicode", "flag", runs("✓"), UNSURE),
    Case("figures in the font named Symbol", "count",
         xml('<w:r><w:sym w:font="Symbol" w:char="F033"/><w:sym w:font="Symbol" w:char="F037"/></w:r>'), "37"),
    Case("figure in a circle of Wingdings", "count",
         xml(run("37"), '<w:r><w:sym w:font="Wingdings" w:char="F081"/></w:r>'), "37"),
    Case("equation", "count", xml("<m:oMath><m:r><m:t>37</m:t></m:r></m:oMath>"), "37"),
    Case("fraction", "ratio", xml(math("f", num="10", den="12")), "10/12"),
    Case("power", "count", xml(math("sSup", e="37", sup="2")), "37"),
    Case("root", "count", xml(math("rad", e="9")), UNSURE),
    Case("legacy list", "flag", xml(*choice(1)), "1"),
    Case("legacy list with its result as text too", "flag", xml(*choice(0, "0")), "0"),
    Case("legacy box ticked", "flag", xml(*field("<w:checkBox><w:sizeAuto/><w:checked/></w:checkBox>")), "1"),
    Case("legacy box not ticked", "flag",
         xml(*field('<w:checkBox><w:sizeAuto/><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>')), UNSURE),
    Case("legacy text", "count", xml(*field("<w:textInput/>", "37")), "37"),
    Case("control ticked", "flag", xml(control(_TICKED, "☒")), "1"),
    Case("control around its cell ticked", "flag", control_around_cell, "1"),
    Case("control not ticked", "flag", xml(control(_OPEN, "☐")), UNSURE),
    Case("two controls", "flag", xml(control(_OPEN, "☐"), run(" Có "), control(_TICKED, "☒"), run(" Không")), "0"),
    Case("control that chose from a list", "flag", xml(control("<w:dropDownList/>", "Có")), "1"),
    Case("control that only asks", "count", xml(control("<w:showingPlcHdr/>", "Nhập 1 số")), NOTHING),
    Case("hidden row", "count", row("<w:hidden/>"), UNSURE),
    Case("row of no height", "count", row('<w:trHeight w:val="10" w:hRule="exact"/>'), UNSURE),
    Case("row deleted and not accepted", "count", row('<w:del w:id="7" w:author="a"/>'), UNSURE),
    Case("change not accepted", "count", xml(_OLD, _NEW), UNSURE),
    Case("mark of a note of one's own", "count",
         xml(run("366"), '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>1</w:t></w:r>'), "366"),
    Case("number of a list", "count", lambda document, cell: setattr(cell.paragraphs[0], "style", "Normal") or
         cell.paragraphs[0]._p.get_or_add_pPr().append(parse_xml(
             f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')), UNSURE),
    Case("border through the cell", "count", crossed, UNSURE),
    Case("small figure over another", "count", xml(
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>5</w:t></w:r></w:rt>"
        "<w:rubyBase><w:r><w:t>37</w:t></w:r></w:rubyBase></w:ruby></w:r>"), "37"),
    Case("black on a black highlight", "count", xml(
        run("37"), run("9", '<w:color w:val="000000"/><w:highlight w:val="black"/>')), "37"),
    Case("as wide as a hundredth", "count", xml(run("37"), run("9", '<w:w w:val="1"/>')), "37"),
    Case("field that is an equation", "ratio", xml(*instructed(r"EQ \f(10;12)")), UNSURE),
    Case("field within the instruction of a field", "count", xml(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', *instructed("REF old", "9"),
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', run("37"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        "37"),
    Case("from right to left", "count", xml(f'<w:bdo w:val="rtl">{run("73")}</w:bdo>'), UNSURE),
    Case("from right to left by a letter of Unicode", "count", runs("\u202e73"), UNSURE),
    Case("smaller digit on the line", "count", xml(run("37"), run("1", '<w:sz w:val="14"/>')), UNSURE),
    Case("digit raised a little", "count", xml(run("37"), run("2", '<w:position w:val="3"/>')), UNSURE),
    Case("figure lowered, its mark on the line", "count", xml(
        run("37", '<w:position w:val="-8"/>'), run("2", '<w:sz w:val="16"/>')), UNSURE),
    Case("letters without filling", "count", filled("<w14:noFill/>"), "37"),
    Case("letters seen through", "count", filled(
        '<w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="100000"/></w14:srgbClr></w14:solidFill>'),
        "37"),
    Case("letters over each other", "count", xml(run("37", '<w:spacing w:val="-200"/>')), UNSURE),
    Case("sign of a field", "count", simple_field(r"SYMBOL 252 \f Wingdings"), UNSURE),
    Case("field that nobody worked out", "count", xml(*instructed("=SUM(ABOVE)")), UNSURE),
    Case("field with its result", "count", xml(*instructed("=SUM(ABOVE)", "37")), "37"),
    Case("equation of a field in pieces", "count", xml(*[
        part.replace(" E", ' E</w:instrText></w:r><w:r><w:instrText xml:space="preserve">')
        for part in instructed(r"EQ \f(10;12)")]), UNSURE),
    Case("number of a list's style", "count", numbered_by_style, UNSURE),
    Case("whole number and fraction", "ratio", xml(math("f", num="1", den="2").replace(
        "<m:f>", "<m:r><m:t>3</m:t></m:r><m:f>")), UNSURE),
    Case("figure over a figure", "ratio", xml(math("f", num="10", den="12").replace(
        "<m:f>", '<m:f><m:fPr><m:type m:val="noBar"/></m:fPr>')), UNSURE),
    Case("white digit of an equation", "count", xml(
        '<m:oMath><m:r><m:t>37</m:t></m:r><m:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><m:t>9</m:t></m:r></m:oMath>'),
        "37"),
    Case("page of another format", "count", page_within, UNSURE),
    Case("fillers that no font shows", "count", runs("3\u034f7\u3164"), "37"),
    Case("dash", "count", runs("-"), NOTHING),
    Case("nothing", "count", runs(""), NOTHING),
)  # fmt: skip
