"""The chain ladder and Cape Cod against published triangles and sums one can redo by hand."""

import csv
from pathlib import Path

import numpy as np
import pytest

from filon.insight.methods.interval import NotEnough
from filon.insight.methods.triangle import Ladder, cape_cod, chain_ladder, cumulative

DATA = Path(__file__).parents[3] / "shared" / "data" / "chainladder"
NAN = float("nan")


def ladder(name: str) -> Ladder:
    file = DATA / name
    if not file.exists():
        pytest.skip(f"{file} is absent")
    with file.open() as lines:
        rows = [
            (int(row["origin"]), int(row["development"]), float(row["values"]))
            for row in csv.DictReader(lines)
        ]
    found = chain_ladder(cumulative((origin, seen - origin, value) for origin, seen, value in rows)[1])
    assert isinstance(found, Ladder)
    return found


def test_the_raa_triangle_gives_macks_numbers() -> None:
    """Mack (1993): ultimate 213,122, reserves 52,135, standard error 26,909."""
    found = ladder("raa.csv")
    assert found.ultimates.sum() == pytest.approx(213_122, abs=0.5)
    assert found.reserves.sum() == pytest.approx(52_135, abs=0.5)
    assert found.error == pytest.approx(26_909, abs=0.5)


def test_the_uk_motor_triangle_gives_its_reference() -> None:
    import json

    found = ladder("ukmotor.csv")
    told = json.loads((DATA / "reference.json").read_text())["ukmotor"]
    assert found.ultimates == pytest.approx(told["ultimate"], rel=1e-6)
    assert found.factors == pytest.approx(told["link_ratios_volume_weighted"], rel=1e-6)
    assert found.errors == pytest.approx(told["mack_se"], rel=1e-6)
    assert found.error == pytest.approx(told["total_mack_se"], rel=1e-6)


def test_a_triangle_of_two_origins_projects_without_an_error() -> None:
    found = chain_ladder(np.array([[100, 150], [80, NAN]]))
    assert isinstance(found, Ladder)
    assert (list(found.ultimates), found.error) == ([150, 120], None)


def test_a_triangle_of_zeros_stays_at_zero() -> None:
    found = chain_ladder(np.array([[0, 0, 0], [0, 0, NAN], [0, NAN, NAN]]))
    assert isinstance(found, Ladder)
    assert (found.reserves.sum(), found.error) == (0, None)


def test_what_is_too_small_or_has_gaps_is_not_projected() -> None:
    assert chain_ladder([[1.0]]) == NotEnough(1, 2)
    assert chain_ladder(np.empty((0, 0))) == NotEnough(0, 2)
    with pytest.raises(ValueError, match="gap"):
        chain_ladder([[1, NAN, 2], [1, 2, NAN]])
    with pytest.raises(ValueError, match="finite"):
        cumulative([(2020, 1, NAN)])
    with pytest.raises(ValueError, match="two values"):
        cumulative([(2020, 1, 1.0), (2020, 1, 2.0)])


def test_cape_cod_can_be_redone_by_hand() -> None:
    """30 signed of 100 × 1 + 100 × 0.5 deals that have had their time: 0.2 each; 10 + 100 × 0.5 × 0.2 = 20."""
    found = cape_cod([20, 10], [100, 100], [1, 0.5])
    assert not isinstance(found, NotEnough)
    assert found.rate == pytest.approx(0.2)
    assert found.ultimates == pytest.approx([20, 20])


def test_cape_cod_refuses_what_cannot_be() -> None:
    assert cape_cod([0], [10], [0]) == NotEnough(0, 1)
    assert cape_cod([], [], []) == NotEnough(0, 1)
    for bad in ([1.2], [-0.1], [NAN]):
        with pytest.raises(ValueError, match="matur"):
            cape_cod([1], [10], bad)
