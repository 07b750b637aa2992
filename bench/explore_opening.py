"""Times the site of `cchc explore` in Chromium: from its address to the first answer, and a question after it.

make samples
.venv/bin/python bench/explore_opening.py [--runs 5]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from playwright.sync_api import Browser, sync_playwright

from cchc.exploring.serving import site_server
from cchc.exploring.site import POLICY, write_site
from cchc.paths import ROOT
from cchc.releasing.publishing import samples_link

OPENING_LIMIT = 3.0  # seconds, from the address to the first answer on the page
QUESTIONS = ("dossiers_of_a_year", "told_twice", "province_totals_with_coverage")


def opening(browser: Browser, site: str) -> tuple[float, float]:
    """Seconds to the first answer in a browser that has nothing of the site, and again when it has all of it."""
    context = browser.new_context()
    seconds = []
    for _ in range(2):
        page = context.new_page()
        begun = time.perf_counter()
        page.goto(site)
        page.locator("#result tbody tr").first.wait_for()
        seconds.append(time.perf_counter() - begun)
        page.close()
    context.close()
    return seconds[0], seconds[1]


def asking(browser: Browser, site: str) -> float:
    """Seconds of a question on the open page, the mean of several."""
    page = browser.new_page()
    page.goto(site)
    page.wait_for_selector("html[data-shown='']", state="attached")
    begun = time.perf_counter()
    for name in QUESTIONS:
        hash_asked = f"#{urlencode({'question': name})}"
        page.evaluate("hash => { location.hash = hash }", hash_asked)
        page.wait_for_selector(f"html[data-shown='{hash_asked}']", state="attached")
    spent = time.perf_counter() - begun
    page.close()
    return spent / len(QUESTIONS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="how often the page is opened (default: 5)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "site"
        site = write_site(ROOT, samples_link(ROOT), ROOT / "target" / "samples" / "manifest.json", folder)
        server = site_server(folder, POLICY)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        with sync_playwright() as playwright:
            chromium = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            opened = [opening(browser, address) for _ in range(options.runs)]
            asked = [asking(browser, address) for _ in range(options.runs)]
            browser.close()
        server.shutdown()
    print(f"{site.reports} reports, database {site.database.megabytes}; seconds, median and slowest of {options.runs}")
    for what, seconds in (("first opened", [one for one, _ in opened]), ("opened again", [two for _, two in opened])):
        print(f"{what}: {median(seconds):.2f}, {max(seconds):.2f} (limit {OPENING_LIMIT:.0f})")
    print(f"a further question: {median(asked):.2f}, {max(asked):.2f}")


if __name__ == "__main__":
    main()
