"""Provinces and districts with the codes of both systems (DOMAIN section 9)."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base


class Province(Base):
    """A province by its Kemendagri code, `NN`."""

    __tablename__ = "province"
    __table_args__ = (CheckConstraint("length(code) = 2", name="code_form"),)

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)


class District(Base):
    """A district by its Kemendagri code, `NN.NN`; the BPS code, `NNNN`, is another system."""

    __tablename__ = "district"
    __table_args__ = (
        CheckConstraint("length(code) = 5 AND substr(code, 3, 1) = '.'", name="code_form"),
        CheckConstraint("length(bps_code) = 4 AND substr(bps_code, 3, 1) <> '.'", name="bps_code_form"),
        CheckConstraint("substr(code, 1, 2) = province_code", name="code_in_province"),
    )

    code: Mapped[str] = mapped_column(String(5), primary_key=True)
    bps_code: Mapped[str] = mapped_column(String(5), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    province_code: Mapped[str] = mapped_column(ForeignKey("province.code"), index=True)
