"""The Data Docs fetch nothing."""

from cchc.releasing.data_docs_pages import make_plain, suite_names, without_fetching


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


def test_the_list_of_the_suites_needs_no_script(tmp_path):
    page = tmp_path / "validations" / "rules" / "a" / "b.html"
    page.parent.mkdir(parents=True)
    page.write_text('<html><head></head><body><img src="https://a.test/p.png">rules</body></html>', encoding="utf-8")
    (tmp_path / "index.html").write_text("<script src='https://a.test/v.js'></script>", encoding="utf-8")
    make_plain(tmp_path, {"rules": (239, 242)}, suite_names(()))
    listed = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert (
        '<a href="validations/rules/a/b.html">Quy tắc</a></td><td><code>rules</code></td><td>239</td><td>242</td>'
        in listed
    )
    assert "<script" not in listed and "https://" not in listed + page.read_text(encoding="utf-8")
