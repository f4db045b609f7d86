"""Methods of intervals are said in words, in both languages."""

from filon.reports.paint.methods import method


def test_a_method_is_said_in_words_and_an_unknown_one_as_it_is_named() -> None:
    assert (method("wilson").fr, method("wilson").en) == ("score de Wilson", "Wilson score")
    assert method("something new").fr == "something new"
