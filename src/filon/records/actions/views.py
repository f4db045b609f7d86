"""Keeps pages, in a given state, under the names a person gives them."""

from filon.records.actions.change import change
from filon.records.models import SavedView, User
from filon.terms.faults import Fault

LONGEST_NAME, LONGEST_PAGE = 80, 200


class BadViewName(Fault):
    """A view needs a name, and a short one."""

    def __init__(self) -> None:
        super().__init__(
            f"Donnez un nom à cette vue, de {LONGEST_NAME} caractères au plus.",
            f"Give this view a name, of at most {LONGEST_NAME} characters.",
        )


class PageTooLong(Fault):
    """The address of the page says more than can be kept."""

    def __init__(self) -> None:
        super().__init__(
            "Cette page a trop de filtres pour être gardée : retirez-en, ou gardez son adresse dans le navigateur.",
            "This page has too many filters to be kept: remove some, or bookmark its address in the browser.",
        )


def save_view(user: User, name: str, page: str, *, actor: str) -> SavedView:
    """Keep a local address under a name, in place of what the person kept under it.

    The journal holds neither. Raises BadViewName or PageTooLong.
    """
    if not name or len(name) > LONGEST_NAME:
        raise BadViewName
    if len(page) > LONGEST_PAGE:
        raise PageTooLong
    with change("save_view", actor=actor) as opened:
        view, _ = SavedView.objects.update_or_create(user=user, name=name, defaults={"page": page})
        opened.details.update(view=view.pk, user=user.pk)
    return view


def forget_view(view: SavedView, *, actor: str) -> None:
    """Forget a view."""
    with change("forget_view", actor=actor) as opened:
        opened.details.update(view=view.pk, user=view.user_id)
        view.delete()
