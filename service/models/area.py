"""Provinces and districts with the codes of both systems (DOMAIN section 9)."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table

from service.models.base import METADATA

Province = Table(
    "province",
    METADATA,
    Column("code", String(2), primary_key=True),
    Column("name", String(80), unique=True, nullable=False),
    CheckConstraint("length(code) = 2", name="code_form"),
)
"""A province by its Kemendagri code, `NN`."""

District = Table(
    "district",
    METADATA,
    Column("code", String(5), primary_key=True),
    Column("bps_code", String(5), unique=True, nullable=False),
    Column("name", String(120), nullable=False),
    Column("province_code", ForeignKey("province.code"), index=True, nullable=False),
    CheckConstraint("length(code) = 5 AND substr(code, 3, 1) = '.'", name="code_form"),
    CheckConstraint("length(bps_code) = 4 AND substr(bps_code, 3, 1) <> '.'", name="bps_code_form"),
    CheckConstraint("substr(code, 1, 2) = province_code", name="code_in_province"),
)
"""A district by its Kemendagri code, `NN.NN`; the BPS code, `NNNN`, is another system."""
