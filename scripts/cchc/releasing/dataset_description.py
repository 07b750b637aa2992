"""dataset.jsonld: a release as those describe it who harvest catalogues, in schema.org and DCAT 3 at once.

Addresses are relative to the file (or the page that holds it), for nobody knows here where a release will be put. No
licence and no publisher is named: whoever publishes a release says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from cchc.language import ENGLISH, LANGUAGES, VIETNAMESE
from cchc.paths import REFERENCE_SEEDS
from cchc.reference.phrases import told
from cchc.seeds.reading import read_seed

DESCRIPTION = "dataset.jsonld"
_CONTEXT = {
    "@vocab": "https://schema.org/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".duckdb": "application/octet-stream",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_IANA = "https://www.iana.org/assignments/media-types/"
_LANGUAGES = {"en": "ENG", "vi": "VIE"}
_AUTHORITY = "http://publications.europa.eu/resource/authority/language/"
_WORDS = {
    False: ("dataset_title", "dataset_description"),
    True: ("dataset_made_up_title", "dataset_made_up_description"),
}


def describe_dataset(folder: Path, record: dict, offered: Mapping[str, str]) -> dict:
    """The description of a release; `record` is its release.json, `offered` the SHA-256 of what is offered in `folder`,
    by name."""
    title, words = (
        {language: told(phrase, language) for language in LANGUAGES} for phrase in _WORDS[bool(record.get("is_sample"))]
    )
    subjects = _subjects()
    return {
        "@context": _CONTEXT,
        "@id": "#dataset",
        "@type": ["Dataset", "dcat:Dataset"],
        "name": title[ENGLISH],
        "alternateName": title[VIETNAMESE],
        "description": f"{words[ENGLISH]} {words[VIETNAMESE]}",
        "dcterms:title": _in_each(title),
        "dcterms:description": _in_each(words),
        "identifier": record["release_id"],
        "dcterms:identifier": record["release_id"],
        "version": record["release_id"],
        "datePublished": record["released_at"],
        "dcterms:issued": {"@type": "xsd:dateTime", "@value": record["released_at"]},
        "inLanguage": list(LANGUAGES),
        "dcterms:language": [{"@id": f"{_AUTHORITY}{_LANGUAGES[language]}"} for language in LANGUAGES],
        "dcterms:conformsTo": {"@id": "https://specs.frictionlessdata.io/tabular-data-package/"},
        "keywords": [words for subject in subjects for words in subject.values()],
        "dcat:keyword": [words for subject in subjects for words in _in_each(subject)],
        **_coverage(record.get("covers")),
        "distribution": [_distribution(folder, name, sha256) for name, sha256 in offered.items()],
        "dcat:distribution": [{"@id": f"#{Path(name).name}"} for name in offered],
    }


def write_description(release: Path, record: dict, offered: Mapping[str, str]) -> None:
    """Write dataset.jsonld into the folder of a release, as `describe_dataset` gives it."""
    text = json.dumps(describe_dataset(release, record, offered), ensure_ascii=False, indent=1)
    (release / DESCRIPTION).write_text(text + "\n", encoding="utf-8", newline="\n")


def _subjects() -> list[dict[str, str]]:
    """The sections of the newest form, in both languages."""
    sections = [row for row in read_seed(REFERENCE_SEEDS / "form_rows.csv") if row["answer_type"] == "section"]
    newest = max(row["form_version"] for row in sections)
    return [
        {language: row[f"label_{language}"] for language in LANGUAGES}
        for row in sections
        if row["form_version"] == newest
    ]


def _coverage(covers: dict | None) -> dict:
    if covers is None:
        return {}
    first_day, last_day = covers["first_day"], covers["last_day"]
    return {
        "temporalCoverage": f"{first_day}/{last_day}",
        "dcterms:temporal": {
            "@type": "dcterms:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": first_day},
            "dcat:endDate": {"@type": "xsd:date", "@value": last_day},
        },
        "spatialCoverage": [
            {"@type": ["Place", "dcterms:Location"], "name": f"{name}, Việt Nam"} for name in covers["provinces"]
        ],
        "dcterms:spatial": {"@id": "https://sws.geonames.org/1562822/"},  # Viet Nam
    }


def _distribution(folder: Path, address: str, digest: str) -> dict:
    path = folder / address
    size, media_type = path.stat().st_size, _MEDIA_TYPES[path.suffix]
    return {
        "@id": f"#{path.name}",
        "@type": ["DataDownload", "dcat:Distribution"],
        "name": path.name,
        "dcterms:title": path.name,
        "contentUrl": address,
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "encodingFormat": media_type,
        "dcat:mediaType": {"@id": f"{_IANA}{media_type}"},
        "contentSize": f"{size} B",
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(size)},
        "sha256": digest,
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": digest},
        },
    }


def _in_each(words: dict[str, str]) -> list[dict[str, str]]:
    return [{"@language": language, "@value": said} for language, said in words.items()]
