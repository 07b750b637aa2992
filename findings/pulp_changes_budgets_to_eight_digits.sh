#!/usr/bin/env bash
# pulp 3.3.2: with the solver it comes with, every figure of a solution has eight digits: budgets that need no change are changed by thousands
#
# Behaviour  The solution is read back from a file in which CBC writes numbers with eight significant digits. Status "Optimal", no
#            warning. The same model handed to HiGHS (in memory, through PuLP as well) gives the figures exactly.
# Seen       three budgets in đồng that add up to their total, to be changed as little as possible: 845123456789, 655876543211 and
#            12345678901 come back as 845123460000, 655876540000 and 12345679000, with an objective below one đồng ("no change needed").
#            Their sum is 99 off the total that was a constraint. A whole number asked to be at least 123456789 is 123456790. x >=
#            1234567.25 is 1234567.2, which PuLP's own valid() then refuses.
# Expected   All figures are whole numbers far below 2^53, which a double holds exactly; an optimal solution keeps the constraints to the
#            solver's tolerance of 1e-7 or so. Told of CBC's file in coin-or/Cbc#622 (2023, other format added) and of PuLP in
#            coin-or/pulp#147 (2017, closed); pulp#814 (2025, closed) is the same with GLPK.
# Matters    Reconciling parts with totals is what a solver is used for beside such tables, and budgets have 12 to 16 digits.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check pulp==3.3.2 highspy==1.16.0
"$work/venv/bin/python" - <<'PY'
import pulp

budgets = {"a": 845_123_456_789, "b": 655_876_543_211, "c": 12_345_678_901}


def reconciled(solver):
    model = pulp.LpProblem("budgets", pulp.LpMinimize)
    figure = {name: pulp.LpVariable(name, 0) for name in budgets}
    up = {name: pulp.LpVariable(f"up_{name}", 0) for name in budgets}
    down = {name: pulp.LpVariable(f"down_{name}", 0) for name in budgets}
    model += pulp.lpSum(up.values()) + pulp.lpSum(down.values())
    for name, reported in budgets.items():
        model += figure[name] - up[name] + down[name] == reported
    model += pulp.lpSum(figure.values()) == sum(budgets.values())
    status = pulp.LpStatus[model.solve(solver)]
    values = [figure[name].value() for name in budgets]
    print(type(solver).__name__, status, values, "sum off by", sum(values) - sum(budgets.values()), "objective", model.objective.value())
    return status, values, abs(model.objective.value()) < 1


assert isinstance(pulp.LpSolverDefault, pulp.PULP_CBC_CMD)
assert reconciled(pulp.PULP_CBC_CMD(msg=False)) == ("Optimal", [845123460000, 655876540000, 12345679000], True)
assert reconciled(pulp.HiGHS(msg=False)) == ("Optimal", list(budgets.values()), True)

seen = []
for least, kind in ((123456789, "Integer"), (1234567.25, "Continuous")):
    model = pulp.LpProblem("least", pulp.LpMinimize)
    x = pulp.LpVariable("x", 0, cat=kind)
    model += x
    model += x >= least
    model.solve(pulp.PULP_CBC_CMD(msg=False))
    seen.append((x.value(), model.valid()))
    print(f"{kind} x >= {least}: x = {x.value()}, valid {model.valid()}")
assert seen == [(123456790, True), (1234567.2, False)]
PY
echo "as described: optimal, to eight digits"
