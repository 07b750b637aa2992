"""The documentation site fetches nothing."""

from cchc.documenting.site import without_fetching


def test_what_other_servers_hold_is_left_out_and_the_rest_stays():
    page = """<link rel="stylesheet" href="https://a.test/b.css"><link rel="icon" href="static/i.png">
    <script src="https://a.test/v.js"></script><script>let here = 1</script>
    <img src="https://a.test/p.png"><p style="background: url('https://a.test/b.png') 0 0">
    <a href="https://a.test/">further reading</a>"""
    kept = without_fetching(page)
    assert [part for part in ("b.css", "v.js", "p.png", "b.png") if part in kept] == []
    assert '<link rel="icon" href="static/i.png">' in kept
    assert "let here = 1" in kept
    assert "background: none 0 0" in kept
    assert '<a href="https://a.test/">further reading</a>' in kept
