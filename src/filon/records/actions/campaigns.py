"""Creates campaigns, whose codes follow the naming rule, and changes that rule."""

from typing import Any

from filon.records.actions.enter import enter
from filon.records.actions.settings import remember
from filon.records.models import Campaign
from filon.records.queries.settings import NAMING_RULE, naming_rule
from filon.terms.naming import WORDS, NamingRule, Values

_PARTS = ("channel", "organisation", "kind", "country", "starts_on")


def create_campaign(*, words: str, actor: str, **values: Any) -> Campaign:
    """Create a campaign; its code is what the naming rule makes of its attributes and of some words.

    Raises BadCode, or Taken where another campaign has that code.
    """
    code = code_of(Campaign(**values), words=words)
    return enter(Campaign, key="campaign_code", actor=actor, campaign_code=code, **values)


def code_of(campaign: Campaign, *, words: str) -> str:
    """Return the code of a campaign yet to be created; without words its name gives them. Raises BadCode."""
    return naming_rule().compose({**_named_by(campaign), WORDS: words or campaign.name})


def follows(campaign: Campaign, rule: NamingRule) -> bool:
    """Tell whether the code of a campaign follows a rule."""
    return rule.follows(campaign.campaign_code, _named_by(campaign))


def set_naming_rule(template: str, *, actor: str) -> None:
    """Name campaigns by another rule from now on. Raises BadRule or UnknownName."""
    remember(NAMING_RULE, NamingRule(template).template, actor=actor)


def _named_by(campaign: Campaign) -> Values:
    client = campaign.client.client_code if campaign.client else None
    return {"client": client, **{name: getattr(campaign, name) for name in _PARTS}}
