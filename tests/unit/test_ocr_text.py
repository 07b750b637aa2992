"""What the text reader takes, where it sees pages, and what it refuses."""

import pytest

from cchc.errors import CchcError
from cchc.reading.formats import read_document

BODY = "Báo cáo kết quả cải cách hành chính của huyện " * 10


def write(folder, content):
    path = folder / "report.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (b"%PDF-1.7 \xff\xfe\x00" * 100, "not UTF-8"),
        (b"\x00\x01\x02\x03abc" * 200, "binary"),
        (b"ngan", "letters"),
    ],
)
def test_what_is_no_text_of_a_report_is_refused_with_the_reason(tmp_path, content, message):
    with pytest.raises(CchcError, match=message) as raised:
        read_document(write(tmp_path, content))
    assert "report.txt" in str(raised.value)


def test_an_absent_file_and_an_unknown_format_are_named(tmp_path):
    with pytest.raises(CchcError, match="no such file"):
        read_document(tmp_path / "absent.txt")
    other = tmp_path / "report.wps"
    other.write_text(BODY)
    with pytest.raises(CchcError, match=r"\.wps"):
        read_document(other)


def test_a_form_feed_starts_a_page(tmp_path):
    document = read_document(write(tmp_path, f"{BODY}\n\fhai\nba\n\fbốn"))
    assert [(line.page, line.number) for line in document.lines] == [(1, 1), (2, 2), (2, 3), (3, 4)]


def test_a_form_feed_within_a_line_parts_it(tmp_path):
    document = read_document(write(tmp_path, f"{BODY}\n- 11 -\f21\nba \f bốn\f\f"))
    assert [(line.page, line.number, line.text) for line in document.lines[1:]] == [
        (2, 2, "21"),
        (2, 3, "ba"),
        (3, 3, "bốn"),
    ]


def test_without_form_feeds_a_leading_space_or_the_next_page_number_alone_starts_a_page(tmp_path):
    document = read_document(write(tmp_path, f"{BODY}\n\n2\n\nhai\n ba\nbốn"))
    assert [(line.page, line.text[:3]) for line in document.lines] == [
        (1, "Báo"),
        (2, "hai"),
        (3, "ba"),
        (3, "bốn"),
    ]


def test_a_lone_number_that_is_not_the_next_page_is_kept(tmp_path):
    document = read_document(write(tmp_path, f"{BODY}\n\n35\n\nhai"))
    assert [line.text for line in document.lines][1] == "35"


def test_decomposed_text_is_read_as_composed(tmp_path):
    import unicodedata

    document = read_document(write(tmp_path, unicodedata.normalize("NFD", BODY)))
    assert document.lines[0].text == BODY.strip()


def test_text_in_utf_16_is_read(tmp_path):
    assert read_document(write(tmp_path, BODY.encode("utf-16"))).lines[0].text == BODY.strip()
