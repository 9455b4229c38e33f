"""What keeps a scenario from being computed at all."""

from service.errors import Unprocessable


class NothingChanged(Unprocessable):
    """`changes` is empty, so the floors stay as they are; give at least one, e.g. {{"fertiliser_percent": 30}}."""

    indonesian = (
        '`changes` kosong, jadi harga minimum tetap; isi paling sedikit satu, misalnya {{"fertiliser_percent": 30}}.'
    )
