"""Saved views: a page in its present state, under a name; each person has their own."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.decorators.http import require_POST

from filon.faces.office.access import EVERYONE, open_to
from filon.faces.office.asking import local_page
from filon.faces.office.entering import actor
from filon.faces.office.language import language_of
from filon.records.actions.views import forget_view, save_view
from filon.records.models import SavedView, User
from filon.terms.faults import Fault
from filon.terms.text import Text


@require_POST
@open_to(EVERYONE)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the page the form was sent from under the name given."""
    page, name = local_page(request.POST.get("page", "")), request.POST.get("name", "").strip()
    try:
        save_view(_user(request), name, page, actor=actor(request))
    except Fault as fault:
        messages.error(request, fault.sentence(language_of(request)))
    else:
        said = Text(f"Vue « {name} » gardée.", f"View “{name}” kept.")
        messages.success(request, said[language_of(request)])
    return redirect(page)


@require_POST
@open_to(EVERYONE)
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Forget one of the person's own views, and stay on the page."""
    view = get_object_or_404(SavedView, pk=number, user=_user(request))
    said = Text(f"Vue « {view.name} » supprimée.", f"View “{view.name}” deleted.")
    forget_view(view, actor=actor(request))
    messages.success(request, said[language_of(request)])
    return redirect(local_page(request.POST.get("page", "")))


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)  # the door let nobody else in


urlpatterns = [
    path("vues/", save, name="views-save"),
    path("vues/<int:number>/supprimer/", forget, name="views-forget"),
]
