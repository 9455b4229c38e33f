"""Calculators: the formulas of `service/economics` for anybody, without data of ours."""
