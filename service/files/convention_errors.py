"""Refusals of a whole column, because nothing in it settles how its cells are to be read."""

from service.errors import Unprocessable


class AmbiguousNumbers(Unprocessable):
    """Column {column!r}: {text!r} (line {line}) can be thousands or decimals, and no other cell settles it; write 11029 or 11029,00, or declare the source's convention: numbers = "comma_decimal" or "point_decimal"."""  # noqa: E501

    indonesian = (
        "Kolom {column!r}: {text!r} (baris {line}) dapat berarti ribuan atau desimal, dan tidak ada sel lain yang "
        "memastikannya; tulis 11029 atau 11029,00, atau nyatakan kebiasaan sumbernya: "
        'numbers = "comma_decimal" atau "point_decimal".'
    )


class MixedNumbers(Unprocessable):
    """Column {column!r} writes decimals in two ways: {comma_decimal.text!r} (line {comma_decimal.line}) with a comma, {point_decimal.text!r} (line {point_decimal.line}) with a point; write all of them in one way."""  # noqa: E501

    indonesian = (
        "Kolom {column!r} menulis desimal dengan dua cara: {comma_decimal.text!r} (baris {comma_decimal.line}) dengan "
        "koma, {point_decimal.text!r} (baris {point_decimal.line}) dengan titik; tulis semuanya dengan satu cara."
    )


class AmbiguousDates(Unprocessable):
    """Column {column!r}: {text!r} (line {line}) can be day/month or month/day, and no other cell settles it; write 2020-12-17 or 17 Des 2020, or declare the source's order: dates = "day_first" or "month_first"."""  # noqa: E501

    indonesian = (
        "Kolom {column!r}: {text!r} (baris {line}) dapat berarti hari/bulan atau bulan/hari, dan tidak ada sel lain "
        "yang memastikannya; tulis 2020-12-17 atau 17 Des 2020, atau nyatakan urutan sumbernya: "
        'dates = "day_first" atau "month_first".'
    )


class MixedDates(Unprocessable):
    """Column {column!r} writes dates in two orders: {day_first.text!r} (line {day_first.line}) day first, {month_first.text!r} (line {month_first.line}) month first; write all of them in one order, e.g. 2020-12-17."""  # noqa: E501

    indonesian = (
        "Kolom {column!r} menulis tanggal dengan dua urutan: {day_first.text!r} (baris {day_first.line}) hari dahulu, "
        "{month_first.text!r} (baris {month_first.line}) bulan dahulu; tulis semuanya dengan satu urutan, "
        "mis. 2020-12-17."
    )


class SwappedDates(Unprocessable):
    """Column {column!r}: {text!r} (line {line}) is text, while no date of the workbook lies after the 12th of its month, e.g. {typed.text} (line {typed.line}): the program seems to have taken days for months; write all of them as 2020-12-17."""  # noqa: E501

    indonesian = (
        "Kolom {column!r}: {text!r} (baris {line}) berupa teks, sedangkan tidak ada tanggal buku kerja sesudah tanggal "
        "12, mis. {typed.text} (baris {typed.line}): programnya tampak menukar hari dan bulan; tulis semuanya seperti "
        "2020-12-17."
    )
