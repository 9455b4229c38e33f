"""Reasons for having no floor are named, in both languages."""

import pytest

from service.economics.errors import UnknownName
from service.economics.floor_reasons import sentences
from service.economics.minimum_price import FLOOR_METHODS, not_computable


@pytest.mark.parametrize("reason", ["no_production", "no_weight", "fewer_than_5_households", "no_price"])
def test_a_reason_is_the_same_for_every_method_and_has_a_sentence_in_each_language(reason: str) -> None:
    english, indonesian = sentences(reason)
    assert english != indonesian
    for slug, method in FLOOR_METHODS.items():
        found = not_computable(slug, reason)
        assert (found.method, found.method_version, found.reason) == (slug, method.version, reason)
        assert (found.message_en, found.message_id) == (english, indonesian)


def test_what_has_no_name_is_refused() -> None:
    with pytest.raises(UnknownName):
        sentences("bad luck")
    with pytest.raises(UnknownName):
        not_computable("guess", "no_production")
