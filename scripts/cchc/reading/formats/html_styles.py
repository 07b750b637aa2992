"""How the elements of HTML look, by their tags, their own styles and those of the page's style sheets."""

from __future__ import annotations

import re
from collections import defaultdict
from colorsys import hls_to_rgb
from dataclasses import dataclass

from cchc.reading.pieces import FAINT, HIDDEN, LOWERED, RAISED, STRUCK, seen_on

USUAL_SIZE = 12.0  # points of a page's letters, where nothing says

_LOOKS = {"rt": RAISED, "sup": RAISED, "sub": LOWERED, "s": STRUCK, "strike": STRUCK, "del": STRUCK}
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"([\w-]+|\*)?((?:[.#][\w-]+)*)((?::{1,2}[\w-]+)?)")  # a tag, classes and an id, an event
_WORDS_ADDED = (":before", ":after", "::before", "::after")
_EVENTS = (":link", ":visited", ":hover", ":active", ":focus")
_NAMED = {"white": "FFFFFF", "black": "000000", "snow": "FFFAFA", "ivory": "FFFFF0", "windowtext": "000000",
          "window": "FFFFFF"}  # fmt: skip
_GROUND = re.compile(r"#\w+|(?:rgb|hsl)a?\([^)]*\)|(?<![-\w(])[a-z]+(?![-\w(])")
_SEEN_THROUGH = re.compile(r"transparent|(?:rgb|hsl)a?\(.*[,/ ]0?\.?0+%?\)|#\w{6}00|#\w{3}0")
_NUMBER = re.compile(r"-?\d*\.?\d+")
_LENGTH = re.compile(r"(-?\d*\.?\d+)(pt|px|em|rem|ex|%|in|cm|mm)?")
_POINTS = {"pt": 1.0, "px": 0.75, None: 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835}
_SIZES = {"xx-small": 7.0, "x-small": 7.5, "small": 10.0, "medium": 12.0, "large": 13.5, "x-large": 18.0,
          "xx-large": 24.0}  # fmt: skip
_FONT_SIZES = (7.5, 10.0, 12.0, 13.5, 18.0, 24.0, 36.0)  # points of <font size=1> to 7
_SMALLER = 0.83
_TINY = 2.0  # points of letters that nobody sees
_SEEN_LEAST, _CLEAR_LEAST = 0.1, 0.5  # shares of their ink that letters have
_OVER_EACH_OTHER = -3.0  # points between letters that lie over each other
_CELLS = ("td", "th")
_BOUNDS = ("width", "height", "max-width", "max-height")
_OF_ITS_OWN = re.compile("block|inline-|flex|grid|table|list-item")  # displays of a place of its own
_ASIDE = re.compile(r"(?:margin|padding)(?:-left|-right|-inline.*)?")
_PAINTED = re.compile(r"url\(|gradient\(")

Declared = dict[str, str]


@dataclass(frozen=True)
class _Compound:
    """What one element must be, or have, for a rule to hold for it."""

    tag: str
    marks: frozenset[str]

    def fits(self, element) -> bool:
        return self.tag in ("", "*", element.tag) and self.marks <= _marks(element)


class Styles:
    """The styles of one page."""

    def __init__(self, sheets: str) -> None:
        """`sheets`: the text of its style sheets."""
        self._rules: dict[str, list[tuple[tuple[_Compound, ...], Declared]]] = defaultdict(list)
        self._adding: list[tuple[_Compound, ...]] = []
        for selectors, declared in _RULE.findall(_COMMENT.sub(" ", sheets)):
            for selector in selectors.split(","):
                self._take(selector.strip(), _declared(declared))

    def _take(self, selector: str, declared: Declared) -> None:
        parts = [_SIMPLE.fullmatch(part) for part in selector.replace(">", " ").split()]
        known = [part for part in parts if part is not None]
        if not parts or len(known) < len(parts):
            return
        chain = tuple(_Compound(part[1] or "", frozenset(re.findall(r"[.#][\w-]+", part[2]))) for part in known)
        added = known[-1][3].lower()
        if added in _WORDS_ADDED:
            if re.search(r"\w", declared.get("content", "").removeprefix("none").removeprefix("normal")):
                self._adding.append(chain)
        elif added not in _EVENTS:
            key = next(iter(sorted(chain[-1].marks)), chain[-1].tag)
            self._rules[key].append((chain, declared))

    def declared(self, element) -> Declared:
        """What holds for an element, by property: what its sheets say, then its own style."""
        if not isinstance(element.tag, str):
            return {}
        found: Declared = {}
        for key in (element.tag, "*", *_marks(element)) if self._rules else ():
            for chain, declared in self._rules.get(key, ()):
                if _holds(chain, element):
                    found |= declared
        return found | _declared(element.get("style", ""))

    def adds_words(self, element) -> bool:
        """Whether a style sheet puts letters before or after what stands in an element."""
        return any(_holds(chain, element) for chain in self._adding)

    def looks(self, element, declared: Declared | None = None) -> frozenset[str]:
        """What an element does to the looks of what stands in it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        declared = self.declared(element) if declared is None else declared
        looks = {_LOOKS[tag]} if tag in _LOOKS else set()
        if declared:
            looks |= _looks_of(declared, is_cell=tag in _CELLS)
        if element.get("hidden") is not None:
            looks.add(HIDDEN)
        colour = declared.get("-webkit-text-fill-color") or declared.get("color") or element.get("color", "").lower()
        if colour and _SEEN_THROUGH.fullmatch(colour):
            looks.add(HIDDEN)
        elif colour:
            grounds = (self._ground(one) for one in (element, *element.iterancestors()))
            looks |= seen_on(_hex(colour), _hex(next(filter(None, grounds), "white")))
        return frozenset(looks)

    def _ground(self, element) -> str | None:
        declared = self.declared(element)
        words = declared.get("background-color") or declared.get("background") or element.get("bgcolor", "").lower()
        found = _GROUND.search(words)
        return None if found is None or found[0] in ("none", "transparent", "inherit", "initial") else found[0]

    def size(self, element, declared: Declared, above: float) -> float:
        """The size of an element's letters in points, in one whose letters are `above` points."""
        size = declared.get("font-size", "")
        if size:
            return _points(size, above)
        if element.tag == "small":
            return _SMALLER * above
        number = element.get("size", "") if element.tag == "font" else ""
        if re.fullmatch(r"[+-]?\d", number):
            at = int(number) + 3 if number.startswith(("+", "-")) else int(number)
            return _FONT_SIZES[min(max(at, 1), len(_FONT_SIZES)) - 1]
        return above


def is_parted(declared: Declared) -> bool:
    """Whether what stands there is parted from what stands before and after it."""
    return (
        bool(_OF_ITS_OWN.match(declared.get("display", "")))
        or declared.get("float", "none") != "none"
        or any(re.search("[1-9]", value) for name, value in declared.items() if _ASIDE.fullmatch(name))
    )


def keeps_blanks(declared: Declared) -> bool:
    """Whether the blanks of the source are shown as they are."""
    return (
        declared.get("white-space", "").startswith("pre")
        or declared.get("mso-spacerun") == "yes"
        or "mso-tab-count" in declared
    )


def is_turned(declared: Declared) -> bool:
    """Whether letters run from right to left, whatever they are."""
    return "override" in declared.get("unicode-bidi", "")


def is_painted(declared: Declared) -> bool:
    """Whether a picture or a play of colours is the ground."""
    return any(_PAINTED.search(value) for name, value in declared.items() if name.startswith("background"))


def _holds(chain: tuple[_Compound, ...], element) -> bool:
    """Whether a selector, `.a .b` from its first part to its last, is one of an element."""
    if not (isinstance(element.tag, str) and chain[-1].fits(element)):
        return False
    above = element.iterancestors()
    return all(any(part.fits(one) for one in above) for part in reversed(chain[:-1]))


def _marks(element) -> frozenset[str]:
    own = element.get("id")
    classes = element.get("class")
    if not (own or classes):
        return frozenset()
    return frozenset([f".{name}" for name in (classes or "").split()] + ([f"#{own}"] if own else []))


def _declared(style: str) -> Declared:
    if not style:
        return {}
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value.strip()}


def _looks_of(declared: Declared, is_cell: bool) -> set[str]:
    looks = set()
    if "line-through" in declared.get("text-decoration", "") + declared.get("text-decoration-line", ""):
        looks.add(STRUCK)
    seen = _share(declared.get("opacity", "1"))
    is_tiny = "font-size" in declared and _points(declared["font-size"], USUAL_SIZE) <= _TINY
    if (
        declared.get("display") == "none"
        or declared.get("visibility") in ("hidden", "collapse")
        or declared.get("mso-hide") == "all"
        or seen < _SEEN_LEAST
        or is_tiny
    ):
        looks.add(HIDDEN)
    lift = declared.get("mso-text-raise", "") or ("" if is_cell else declared.get("vertical-align", ""))
    length = _LENGTH.fullmatch(lift)
    if lift == "super" or (length and float(length[1]) > 0):
        looks.add(RAISED)
    elif lift == "sub" or (length and float(length[1]) < 0):
        looks.add(LOWERED)
    if seen < _CLEAR_LEAST or _is_moved(declared, is_cell):
        looks.add(FAINT)
    return looks


def _is_moved(declared: Declared, is_cell: bool) -> bool:
    """Whether what stands there is moved, cut off or turned by rules that only a browser works out."""
    return (
        (declared.get("position", "static") != "static" and "mso-text-raise" not in declared)
        or any(name.startswith("clip") for name in declared)
        or declared.get("transform", "none") != "none"
        or declared.get("text-indent", "").startswith("-")
        or (declared.get("overflow") == "hidden" and not is_cell and not declared.keys().isdisjoint(_BOUNDS))
        or any(name in declared and _length(declared[name]) == 0 for name in ("width", "height"))
        or _length(declared.get("letter-spacing", "")) <= _OVER_EACH_OTHER
    )


def _length(text: str) -> float:
    """Points, below 0 to the other side; 1 for what is no length."""
    return _points(text, USUAL_SIZE) if _LENGTH.fullmatch(text) else 1.0


def _share(text: str) -> float:
    """A share (0-1) written so or as a percentage; 1 for anything else."""
    found = _LENGTH.fullmatch(text)
    return 1.0 if found is None else float(found[1]) / (100 if found[2] == "%" else 1)


def _points(size: str, above: float) -> float:
    found = _LENGTH.fullmatch(size)
    if found is None:
        return _SIZES.get(size, _SMALLER * above if size == "smaller" else above)
    number = float(found[1])
    if found[2] in ("em", "%"):
        return number * above / (100 if found[2] == "%" else 1)
    if found[2] in ("rem", "ex"):
        return number * USUAL_SIZE / (2 if found[2] == "ex" else 1)
    return number * _POINTS[found[2]]


def _hex(colour: str) -> str:
    """RRGGBB, of a colour that is written so or in one of the shorter ways; else its name."""
    parts = [float(part) for part in _NUMBER.findall(colour)[:3]] if "(" in colour else []
    if colour.startswith("hsl") and len(parts) == 3:
        hue, strength, light = parts
        return "".join(f"{round(255 * part):02X}" for part in hls_to_rgb(hue / 360, light / 100, strength / 100))
    if colour.startswith("rgb") and len(parts) == 3:
        levels = (255 * part / 100 if "%" in colour else part for part in parts)
        return "".join(f"{min(max(round(level), 0), 255):02X}" for level in levels)
    bare = colour.removeprefix("#")
    return _NAMED.get(colour, "".join(2 * mark for mark in bare) if len(bare) == 3 else bare).upper()
