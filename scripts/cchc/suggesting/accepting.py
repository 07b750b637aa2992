"""`cchc accept-rules`: the suggestions that a person accepted become rules of the seeds, all or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path

from openpyxl.cell import Cell

from cchc.errors import CchcError
from cchc.paths import ROOT
from cchc.proposing.implied_rules import clashing, implied_by
from cchc.proposing.linear_rules import LinearRule
from cchc.proposing.report_rules import as_linear, not_negative
from cchc.reference.rule_kinds import load_arithmetics, load_rule_kinds
from cchc.reference.rules import COMMUNES, Key, Rule, Term, load_rules
from cchc.seeds.reading import read_seed
from cchc.seeds.writing import csv_text, seeds_lock, write_together
from cchc.suggesting.form_lines import load_form_lines
from cchc.suggesting.suggestion_book import DECISION, GUARDS, SEVERITY, choices_of, code_of, terms_in
from cchc.suggesting.suggestions import identity
from cchc.text import says_something
from cchc.workbooks.filled_in import Refusal, Refused, open_filled, text_of
from cchc.workbooks.written_rows import written_tables

RULE_COLUMNS = (
    "rule_id", "kind", "comparison", "constant", "tolerance", "severity", "expression", "words_en", "words_vi",
    "source",
)  # fmt: skip
TERM_COLUMNS = ("rule_id", "term", "role", "coefficient", "figure_source", "concept", "measure")
_INPUTS = (DECISION, SEVERITY, "accepted_by", "words_vi", "words_en")


@dataclass(frozen=True)
class Accepted:
    """Ids of the rules that are new on record, and how many of the accepted ones were there already."""

    added: tuple[str, ...]
    known: int


@dataclass(frozen=True)
class _Answer:
    """A rule that was accepted: the cells of its row by name, the rule, its line of the seed."""

    cells: Mapping[str, Cell]
    rule: Rule
    expression: str
    source: str

    def refuse(self, name: str, found: str, expected: str, mend: str) -> Refusal:
        return Refusal.at(self.cells[name], found, expected, mend, self.rule.rule_id)

    @cached_property
    def linear(self) -> LinearRule | None:
        return as_linear(self.rule) if self.rule.is_linear else None


def accept(path: Path, root: Path = ROOT) -> Accepted:
    """Record the accepted rules of a workbook: all of them or, where anything is refused, none.

    Raises Refused, which names every cell; CchcError for a file that `cchc suggest-rules` did not write.
    """
    tables = written_tables(open_filled(path), GUARDS, _INPUTS)
    if not tables:
        raise CchcError(
            f"{path}: no sheet of it was written by `cchc suggest-rules`. Expected that workbook, filled in; its "
            "hidden columns must be there still."
        )
    changed = [refusal for table in tables for refusal in table.refusals]
    if changed:
        raise Refused(path, changed)
    rows = [row for table in tables for row in table.rows]
    with seeds_lock(root) as seeds:
        reference = seeds / "reference"
        standing = load_rules(reference)
        answers, refusals = _read(rows, {key for form in load_form_lines(reference).values() for key in form.figures()})
        new, known, further = _new(answers, standing)
        if not refusals and not further:
            further = _against(new, standing)
        if refusals or further:
            raise Refused(path, [*refusals, *further])
        if new:
            _write(new, seeds)
            load_rules.cache_clear()  # what was loaded is not all any more
    return Accepted(tuple(one.rule.rule_id for one in new), known)


def _read(rows: Iterable[Mapping[str, Cell]], keys: set[Key]) -> tuple[list[_Answer], list[Refusal]]:
    answers: list[_Answer] = []
    refusals: list[Refusal] = []
    for row in rows:
        decision = text_of(row[DECISION])
        code = code_of("rule_decision", decision)
        if not decision or code == "reject":
            continue
        answer = _accepted(row, keys) if code else _no_choice(row, DECISION, "rule_decision")
        if isinstance(answer, _Answer):
            answers.append(answer)
        else:
            refusals.append(answer)
    return answers, refusals


def _accepted(row: Mapping[str, Cell], keys: set[Key]) -> _Answer | Refusal:
    """The rule of a row, or why it cannot be taken."""
    about = text_of(row["rule_id"])
    for name in _INPUTS:
        if row[name].data_type in ("f", "e"):
            found = f"a formula or an error stands there ({row[name].value})"
            return Refusal.at(row[name], found, "what it comes to", "Write the text itself.", about)
    severity = code_of("severity", text_of(row[SEVERITY]))
    if severity is None:
        return _no_choice(row, SEVERITY, "severity")
    by = text_of(row["accepted_by"])
    if not says_something(by):
        return Refusal.at(
            row["accepted_by"], f"not signed: “{by}” is no name", "the name of who accepts it", "Write it there.", about
        )  # fmt: skip
    for name in ("words_vi", "words_en"):
        words = text_of(row[name])
        if not (says_something(words) and words.endswith(".")):
            return Refusal.at(
                row[name], f"“{words}” is no sentence", "the rule as a whole sentence with its full stop",
                "Write it there; findings begin with it.", about,
            )  # fmt: skip
    rule = _rule_of(row, severity)
    unknown = _unknown(rule, keys) if rule is not None else "the hidden cells of the row were changed"
    if rule is None or unknown:
        return Refusal.at(
            row[DECISION], unknown, "a rule between figures of the forms there are",
            "Write the suggestions anew with cchc suggest-rules.", about,
        )  # fmt: skip
    return _Answer(row, rule, text_of(row["expression"]), f"suggested: {text_of(row['origin'])}; accepted by {by}")


def _no_choice(row: Mapping[str, Cell], name: str, code_list: str) -> Refusal:
    return Refusal.at(
        row[name], f"“{text_of(row[name])}” is none of the choices", ", ".join(choices_of(code_list)),
        "Choose from the list.", text_of(row["rule_id"]),
    )  # fmt: skip


def _rule_of(row: Mapping[str, Cell], severity: str) -> Rule | None:
    terms = terms_in(text_of(row["terms"]))
    try:
        return Rule(
            rule_id=text_of(row["rule_id"]),
            kind=text_of(row["kind"]),
            comparison=text_of(row["comparison"]),
            constant=Decimal(text_of(row["constant"])),
            tolerance=Decimal(0),
            severity=severity,
            words_en=text_of(row["words_en"]),
            words_vi=text_of(row["words_vi"]),
            terms=tuple(Term(role, Decimal(coefficient), *named) for role, coefficient, *named in terms),
        )
    except (InvalidOperation, TypeError, ValueError):
        return None


def _unknown(rule: Rule, keys: set[Key]) -> str:
    """What of a rule is not there (any more); '' for nothing."""
    if rule.kind not in load_rule_kinds():
        return f"there is no kind of rule “{rule.kind}”"
    if rule.is_linear and (rule.comparison not in ("=", "<=", ">=") or not rule.side("left")):
        return f"“{rule.comparison}” compares nothing"
    roles, known = [term.role for term in rule.terms], load_arithmetics()[rule.arithmetic]
    if set(roles) - set(known) or (not rule.is_linear and sorted(roles) != sorted(known)):
        return f"its figures are {', '.join(roles)}, where the kind {rule.kind} has {', '.join(known)}"
    gone = [term.concept for term in rule.terms if term.key not in keys | {COMMUNES}]
    return f"no form asks for {', '.join(gone)}" if gone else ""


def _new(answers: Sequence[_Answer], standing: Sequence[Rule]) -> tuple[list[_Answer], int, list[Refusal]]:
    """What is not on record yet, how many are, and what has a name that another rule has."""
    by_id = {rule.rule_id: rule for rule in standing}
    new: list[_Answer] = []
    refusals = []
    known = 0
    for answer in answers:
        rule_id = answer.rule.rule_id
        other = by_id.get(rule_id)
        if other is None:
            new.append(answer)
            by_id[rule_id] = answer.rule
        elif identity(other) == identity(answer.rule):
            known += 1
        else:
            refusals.append(
                answer.refuse(
                    DECISION, f"another rule on record is called {rule_id}", "a name that is free",
                    "Write the suggestions anew with cchc suggest-rules.",
                )
            )  # fmt: skip
    return new, known, refusals


def _against(new: Sequence[_Answer], standing: Sequence[Rule]) -> list[Refusal]:
    """Which of them cannot hold together with the rules on record and each other, or say what those say."""
    known = [as_linear(rule) for rule in standing if rule.is_linear]
    own = {answer.rule.rule_id: answer.linear for answer in new if answer.linear is not None}
    bounds = not_negative([*known, *own.values()])
    clash = clashing([*known, *own.values(), *bounds])
    if clash is not None:
        return [
            answer.refuse(
                DECISION, f"it cannot hold together with {_others(answer, clash)}", "rules that reports can obey",
                "Accept one of them, or take the other off the record first.",
            )
            for answer in new
            if answer.rule.rule_id in clash
        ]  # fmt: skip
    told = {identity(rule): rule.rule_id for rule in standing if not rule.is_linear}
    refusals = []
    for answer in new:
        if answer.linear is None:
            names = {told[identity(answer.rule)]} if identity(answer.rule) in told else None
        else:
            others = [rule for rule_id, rule in own.items() if rule_id != answer.rule.rule_id]
            names = implied_by(answer.linear, [*known, *others, *bounds])
        if names is not None:
            refusals.append(
                answer.refuse(
                    DECISION, f"it follows from {_others(answer, names)}", "a rule that says something more",
                    "Leave it out: reports are judged by those already.",
                )
            )  # fmt: skip
    return refusals


def _others(answer: _Answer, names: Iterable[str]) -> str:
    return ", ".join(sorted(name for name in names if name != answer.rule.rule_id))


def _write(new: Sequence[_Answer], seeds: Path) -> None:
    rules_path, terms_path = seeds / "reference" / "rules.csv", seeds / "reference" / "rule_terms.csv"
    rules, terms = read_seed(rules_path), read_seed(terms_path)
    for answer in new:
        rule = answer.rule
        rules.append(
            {
                "rule_id": rule.rule_id,
                "kind": rule.kind,
                "comparison": rule.comparison,
                "constant": f"{rule.constant:f}",
                "tolerance": f"{rule.tolerance:f}",
                "severity": rule.severity,
                "expression": answer.expression,
                "words_en": rule.words_en,
                "words_vi": rule.words_vi,
                "source": answer.source,
            }
        )
        terms += [
            {
                "rule_id": rule.rule_id,
                "term": str(number),
                "role": term.role,
                "coefficient": f"{term.coefficient:f}",
                "figure_source": term.source,
                "concept": term.concept,
                "measure": term.measure,
            }
            for number, term in enumerate(rule.terms, start=1)
        ]
    write_together(
        seeds,
        {
            rules_path: csv_text(RULE_COLUMNS, rules, lambda row: row["rule_id"]),
            terms_path: csv_text(TERM_COLUMNS, terms, lambda row: (row["rule_id"], int(row["term"]))),
        },
    )
