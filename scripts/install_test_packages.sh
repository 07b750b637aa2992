#!/usr/bin/env bash
# The system packages that the tests of scans, samples, old Office files, pages, the browser's DuckDB and Spark need: installed where apt and root are at hand, else named.
set -euo pipefail
packages=(tesseract-ocr tesseract-ocr-vie fonts-croscore chromium libreoffice-writer-nogui libreoffice-calc-nogui)
missing=()
for package in "${packages[@]}"; do
    dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
command -v npm >/dev/null || missing+=(nodejs npm)  # bring DuckDB for the browser
command -v java >/dev/null || missing+=(openjdk-17-jre-headless)  # Spark's; a later Java that is there will do
[ ${#missing[@]} -eq 0 ] && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
else
    echo "tests of scans, PDF samples, old Office files, pages and Spark are skipped: ${missing[*]} not installed, and this is not root with apt" >&2
fi
