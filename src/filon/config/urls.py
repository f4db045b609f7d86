"""Every address: accounts by allauth, the office, and what supervisors ask."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("compte/", include("allauth.urls")),
    path("", include("filon.faces.office.urls")),
]
