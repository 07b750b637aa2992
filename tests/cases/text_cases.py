"""Answers in tables of HTML and Markdown, each as it is written there."""

from __future__ import annotations

from tests.cases.expectation import NOTHING, UNSURE, Case

HTML = (
    Case("raised mark", "count", "366<sup>1</sup>", "366"),
    Case("raised by a style", "count", '366<span style="vertical-align: super">1</span>', "366"),
    Case("raised mark after half a ratio", "ratio", "10<sup>2</sup>", UNSURE),
    Case("struck", "count", "<s>35</s>37", "37"),
    Case("struck by a style", "count", '<span style="text-decoration:line-through">35</span> 37', "37"),
    Case("struck by a class", "count", '<span class="struck">35</span> 37', "37"),
    Case("all struck", "count", "<del>37</del>", UNSURE),
    Case("hidden digit", "count", '37<span style="display:none">9</span>', "37"),
    Case("white digit", "count", '37<span style="color:#ffffff">9</span>', "37"),
    Case("white digit of a font", "count", '37<font color="#FFFFFF">9</font>', "37"),
    Case("white on dark", "count", '<div style="background: navy"><font color="#FFFFFF">37</font></div>', "37"),
    Case(
        "white digit on a pale ground",
        "count",
        '<div style="background:#dde8f5">37<font color="#fff">9</font></div>',
        UNSURE,
    ),
    Case("hidden figure", "count", "<span hidden>37</span>", UNSURE),
    Case("two lines", "count", "8<br>105", UNSURE),
    Case("two hard blanks", "count", "8&nbsp;&nbsp;105", UNSURE),
    Case("nested table", "count", "<table><tr><td>8</td><td>105</td></tr></table>", UNSURE),
    Case("blanks of the source", "count", "\n  6.632\n  ", "6632"),
    Case("picture", "count", '<img src="37.png">', UNSURE),
    Case("equation", "count", "<math><mn>37</mn></math>", UNSURE),
    Case("box ticked", "flag", '<input type="checkbox" checked>', "1"),
    Case("box not ticked", "flag", '<input type="checkbox">', UNSURE),
    Case("list", "flag", "<select><option>0<option selected>1</select>", "1"),
    Case("transparent digit", "count", '37<span style="color:rgba(0, 0, 0, 0)">9</span>', "37"),
    Case("white digit by its light", "count", '37<span style="color:hsl(0,0%,100%)">9</span>', "37"),
    Case("digit moved off the page", "count", '37<span style="position:absolute;left:-9999px">9</span>', UNSURE),
    Case("turned over", "count", '<span style="transform:scaleX(-1)">216</span>', UNSURE),
    Case("from right to left", "count", '<bdo dir="rtl">73</bdo>', UNSURE),
    Case("from right to left by a style", "count",
         '<span style="unicode-bidi:bidi-override;direction:rtl">73</span>', UNSURE),
    Case("page within the page", "count", '<iframe src="37.html"></iframe>', UNSURE),
    Case("bar of progress", "count", '<progress value="37" max="100"></progress>', UNSURE),
    Case("small figure over another", "count", "<ruby>37<rt>5</rt></ruby>", "37"),
    Case("number of a list", "count", "<ol><li>37</li></ol>", UNSURE),
    Case("nothing", "count", "", NOTHING),
)  # fmt: skip
MARKDOWN = (
    Case("raised mark", "count", "366<sup>1</sup>", "366"),
    Case("raised mark of an equation", "count", "366$^{1}$", "366"),
    Case("raised letter of Unicode", "count", "366¹", "366"),
    Case("struck", "count", "~~35~~ 37", "37"),
    Case("all struck", "count", "~~37~~", UNSURE),
    Case("bold", "count", "**6.632**", "6632"),
    Case("two lines", "count", "8<br>105", UNSURE),
    Case("picture", "count", "![37](37.png)", UNSURE),
    Case("nothing", "count", "", NOTHING),
)
CSV = (
    Case("thousands", "count", "6.632", "6632"),
    Case("two lines", "count", "8\n105", UNSURE),
    Case("two figures", "count", "8   105", UNSURE),
    Case("raised letter", "count", "366¹", "366"),
    Case("decimal comma", "percent", "97,6", "97.6"),
    Case("ratio", "ratio", "11/12", "11/12"),
    Case("text with its apostrophe", "count", "'37", "37"),
    Case("nothing", "count", "", NOTHING),
)
