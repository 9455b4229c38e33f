"""What a clerk reads of a refused cell."""

from service.imports.refusals import Problem


def test_a_blank_cell_is_told_by_its_column_alone() -> None:
    problem = Problem("Tahun dasar", None, "is needed", "wajib diisi")
    assert problem.message("id") == "Tahun dasar wajib diisi"


def test_a_wrong_cell_is_told_with_what_it_held() -> None:
    problem = Problem("Nilai", "abc", "must be a number", "harus bilangan")
    assert problem.message("en") == "Nilai = 'abc' must be a number"
