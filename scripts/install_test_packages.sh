#!/usr/bin/env bash
# The system packages that the tests of scans, samples, old Office files, pages, the browser's DuckDB and Spark need: installed where apt and root are at hand, else named.
set -euo pipefail
packages=(tesseract-ocr tesseract-ocr-vie fonts-croscore libreoffice-writer-nogui libreoffice-calc-nogui)
missing=()
for package in "${packages[@]}"; do
    dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
command -v npm >/dev/null || missing+=(nodejs npm)  # bring DuckDB for the browser
command -v java >/dev/null || missing+=(openjdk-17-jre-headless)  # Spark's; a later Java that is there will do
browser=chromium-headless-shell  # Chromium that can open no window does half the work of one that can; that will do too
command -v "$browser" chromium chromium-browser >/dev/null || missing+=("$browser")
by_apt() { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null; }
if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    [ ${#missing[@]} -eq 0 ] || by_apt "${missing[@]}"
    command -v "$browser" >/dev/null || by_apt "$browser" 2>/dev/null || true
elif [ ${#missing[@]} -ne 0 ]; then
    echo "tests of scans, PDF samples, old Office files, pages and Spark are skipped: ${missing[*]} not installed, and this is not root with apt" >&2
fi
