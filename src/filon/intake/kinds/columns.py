"""The columns that several kinds have, and the headers these answer to."""

from dataclasses import replace

from filon.intake.kind import Column, Type
from filon.terms import choices as lists
from filon.terms import synonyms


def either(headers: str) -> tuple[str, ...]:
    """Return the headers of a list written with commas."""
    return tuple(headers.split(", "))


CAMPAIGN = either(
    "campagne, code campagne, code de la campagne, campaign, campaign id, mission, code mission"
)
CONTACT = either(
    "contact, id contact, code contact, identifiant contact, prospect, prospect id, id prospect, code "
    "prospect, lead id"
)
OPERATOR = either(
    "opérateur, téléopérateur, téléopératrice, code opérateur, agent, téléprospecteur, commercial sédentaire"
)

CALL = either("id appel, identifiant appel, appel, call, id de l'appel, n° appel, numéro d'appel")
APPOINTMENT = either(
    "id rdv, id rendez-vous, rdv, rendez-vous, n° rdv, n° rendez-vous, numéro de rdv, numéro de rendez-vous, "
    "meeting id"
)
OPPORTUNITY = either(
    "id opportunité, opportunité, affaire, id affaire, n° opportunité, numéro d'opportunité, n° affaire, "
    "numéro d'affaire, deal id, opportunity, deal"
)

BEGIN = either(
    "début, du, date de début, date début, début période, début de période, start, start date, from"
)
END = either("fin, au, date de fin, date fin, fin période, fin de période, end, end date, to")


def campaign(*, required: bool) -> Column:
    """Return the column of the campaign."""
    column = Column("campaign_code", also=CAMPAIGN, refers="campaigns", field="campaign", max_length=60)
    return replace(column, required=required)


def contact() -> Column:
    """Return the column of the contact."""
    return Column("contact_id", also=CONTACT, refers="contacts", stub=True, field="contact")


def operator(*, required: bool = False) -> Column:
    """Return the column of the operator."""
    return Column("operator", required=required, also=OPERATOR, refers="operators", stub=True, max_length=120)


def contact_list() -> Column:
    """Return the column of the list of contacts."""
    return Column(
        "list_code",
        also=either("liste, fichier, code liste, list"),
        refers="lists",
        stub=True,
        field="contact_list",
        max_length=120,
    )


def organisation() -> Column:
    """Return the column of the mode of organisation."""
    also = ("mode d'organisation", "organization")
    return Column(
        "organisation", Type.CHOICE, also=also, values=lists.ORGANISATIONS, synonyms=synonyms.ORGANISATIONS
    )


def currency() -> Column:
    """Return the column of the currency."""
    return Column("currency", also=("devise", "monnaie"), max_length=10)
