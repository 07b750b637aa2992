#!/usr/bin/env bash
# num2words 0.5.14, vn-numberwords 0.2.0, vietnam-number 1.0.6: read aloud, 6.05 and 6.5 are one number; read back, it is 65
#
# Behaviour  num2words(lang="vi") formats with two decimals and reads them as a whole number: zeros after the comma vanish, a
#            third decimal is rounded away. vn-numberwords drops the zeros too. Back from words, vn-numberwords and
#            vietnam-number ignore "phẩy" (comma), "âm" (minus) and "phần trăm" (per cent) and join the digits.
# Seen       num2words: 2.05 "hai phẩy năm", 2.5 "hai phẩy năm mươi", 6.632 "sáu phẩy sáu mươi ba", 9.999 "mười".
#            vn-numberwords: 6.5, 6.05 and 6.005 all "sáu phẩy năm"; "sáu phẩy năm" -> 65; "âm năm" -> 5;
#            "chín mươi tám phần trăm" (98 %) -> 800. vietnam-number: the same three results from words.
# Expected   Vietnamese reads the zeros: 6,05 is "sáu phẩy không năm"; "sáu phẩy năm" is 6,5 and nothing else. A reader
#            that does not know a word says so instead of leaving it out.
# Matters    Figures of minutes and decisions stand in words beside the digits to prove them. Such a proof would confirm 6,5
#            for 6,05, and turn 98 per cent into 800.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check num2words==0.5.14 vn-numberwords==0.2.0 vietnam-number==1.0.6
"$work/venv/bin/python" - <<'PY'
from decimal import Decimal

from num2words import num2words
from vietnam_number import w2n
from vn_numberwords import number_to_words, words_to_number

aloud = {figure: num2words(Decimal(figure), lang="vi") for figure in ("2.05", "2.5", "6.632", "9.999")}
print("num2words     ", aloud)
assert aloud == {"2.05": "hai phẩy năm", "2.5": "hai phẩy năm mươi", "6.632": "sáu phẩy sáu mươi ba", "9.999": "mười"}

aloud = {figure: number_to_words(figure) for figure in (6.5, 6.05, 6.005)}
print("vn-numberwords", aloud)
assert set(aloud.values()) == {"sáu phẩy năm"}

for name, read in (("vn-numberwords", words_to_number), ("vietnam-number", w2n)):
    back = {words: read(words) for words in ("sáu phẩy năm", "âm năm", "chín mươi tám phần trăm")}
    print(f"{name:14}", back)
    assert list(back.values()) == [65, 5, 800]
PY
echo "as described: the comma, the minus and the per cent are gone"
