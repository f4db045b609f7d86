"""The addresses of the office, page by page."""

from django.urls import URLPattern, URLResolver

from filon.faces.office.views import (
    accounts,
    assets,
    budget,
    calculator,
    campaign_forms,
    campaigns,
    channels,
    checks,
    cost_forms,
    costs,
    figure,
    funnel,
    health,
    home,
    imports,
    indicators,
    lifetime,
    record_forms,
    records,
    maturity,
    report,
    saved_views,
    segments,
)

app_name = "office"
PAGES = (
    accounts,
    assets,
    health,
    home,
    funnel,
    channels,
    budget,
    segments,
    maturity,
    lifetime,
    saved_views,
    indicators,
    report,
    figure,
    campaign_forms,
    campaigns,
    cost_forms,
    costs,
    record_forms,
    records,
    imports,
    checks,
    calculator,
)
urlpatterns: list[URLPattern | URLResolver] = [url for page in PAGES for url in page.urlpatterns]
