"""The kinds of record of the interchange format, with their columns and the headers these answer to."""

from dataclasses import replace

from filon.intake.kind import Column, Kind, Type
from filon.terms import choices as lists
from filon.terms import synonyms
from filon.terms.text import Text

__all__ = ["KINDS", "Column", "Kind", "Type"]


def _either(headers: str) -> tuple[str, ...]:
    return tuple(headers.split(", "))


T = Type
_CAMPAIGN = _either(
    "campagne, code campagne, code de la campagne, campaign, campaign id, mission, code mission"
)
_CONTACT = _either(
    "contact, id contact, code contact, identifiant contact, prospect, prospect id, id prospect, code "
    "prospect, lead id"
)
_OPERATOR = _either(
    "opérateur, téléopérateur, téléopératrice, code opérateur, agent, téléprospecteur, commercial sédentaire"
)

_CALL = _either("id appel, identifiant appel, appel, call, id de l'appel, n° appel, numéro d'appel")
_APPOINTMENT = _either(
    "id rdv, id rendez-vous, rdv, rendez-vous, n° rdv, n° rendez-vous, numéro de rdv, numéro de rendez-vous, "
    "meeting id"
)
_OPPORTUNITY = _either(
    "id opportunité, opportunité, affaire, id affaire, n° opportunité, numéro d'opportunité, n° affaire, "
    "numéro d'affaire, deal id, opportunity, deal"
)

_BEGIN = _either(
    "début, du, date de début, date début, début période, début de période, start, start date, from"
)
_END = _either("fin, au, date de fin, date fin, fin période, fin de période, end, end date, to")


def _campaign(*, required: bool) -> Column:
    column = Column("campaign_code", also=_CAMPAIGN, refers="campaigns", field="campaign", max_length=60)
    return replace(column, required=required)


def _contact() -> Column:
    return Column("contact_id", also=_CONTACT, refers="contacts", stub=True, field="contact")


def _operator(*, required: bool = False) -> Column:
    return Column(
        "operator", required=required, also=_OPERATOR, refers="operators", stub=True, max_length=120
    )


def _list() -> Column:
    return Column(
        "list_code",
        also=_either("liste, fichier, code liste, list"),
        refers="lists",
        stub=True,
        field="contact_list",
        max_length=120,
    )


def _organisation() -> Column:
    also = ("mode d'organisation", "organization")
    return Column(
        "organisation", T.CHOICE, also=also, values=lists.ORGANISATIONS, synonyms=synonyms.ORGANISATIONS
    )


def _currency() -> Column:
    return Column("currency", also=("devise", "monnaie"), max_length=10)


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "clients",
            "Client",
            Text("clients", "clients"),
            ("client_code",),
            (
                Column(
                    "client_code",
                    required=True,
                    also=_either("code client, client, donneur d'ordre"),
                    max_length=60,
                ),
                Column(
                    "name",
                    required=True,
                    also=_either("nom, raison sociale, nom du client, client name, company name"),
                ),
                Column("siren", T.SIREN),
            ),
        ),
        Kind(
            "operators",
            "Operator",
            Text("opérateurs", "operators"),
            ("operator",),
            (
                Column("operator", required=True, also=_OPERATOR, max_length=120),
                _organisation(),
                Column("hourly_cost", T.DECIMAL, also=_either("coût horaire, hourly rate, taux horaire")),
                Column("started_on", T.DATE, also=_either("entrée, date d'entrée, début")),
                Column("ended_on", T.DATE, also=_either("sortie, date de sortie, fin")),
            ),
        ),
        Kind(
            "campaigns",
            "Campaign",
            Text("campagnes", "campaigns"),
            ("campaign_code",),
            (
                Column("campaign_code", required=True, also=_CAMPAIGN, max_length=60),
                Column(
                    "name", required=True, also=_either("nom, nom de la campagne, campaign name, libellé")
                ),
                Column(
                    "client_code",
                    also=("client", "code client"),
                    refers="clients",
                    field="client",
                    max_length=60,
                ),
                Column(
                    "channel",
                    T.CHOICE,
                    required=True,
                    also=("canal", "levier"),
                    values=lists.CHANNELS,
                    synonyms=synonyms.CHANNELS,
                ),
                _organisation(),
                Column(
                    "kind",
                    T.CHOICE,
                    also=("type", "nature"),
                    values=lists.CAMPAIGN_KINDS,
                    synonyms=synonyms.CAMPAIGN_KINDS,
                ),
                Column("offer", also=("offre",)),
                Column("target", also=("cible",)),
                Column("country", also=("pays",), max_length=60),
                Column("starts_on", T.DATE, required=True, also=_BEGIN),
                Column("ends_on", T.DATE, also=_END),
                Column("owner", also=("responsable", "propriétaire"), max_length=120),
                Column("budget", T.MONEY, field="budget_cents"),
                Column("horizon_months", T.INTEGER, also=_either("horizon, horizon en mois, horizon mois")),
            ),
        ),
        Kind(
            "contacts",
            "Contact",
            Text("contacts", "contacts"),
            ("contact_id",),
            (
                Column("contact_id", required=True, also=_CONTACT),
                Column("company", also=_either("société, entreprise, raison sociale, account")),
                Column("siren", T.SIREN),
                Column("sector", also=_either("secteur, secteur d'activité, industry"), max_length=120),
                Column(
                    "size_band",
                    also=_either("taille, effectif, tranche d'effectif, company size"),
                    max_length=60,
                ),
                Column("region", also=("région",), max_length=120),
                Column("country", also=("pays",), max_length=60),
                Column("first_name", also=("prénom",), max_length=120),
                Column("last_name", also=("nom", "nom de famille"), max_length=120),
                Column("job_title", also=_either("fonction, poste, title")),
                Column("decision_maker", T.BOOLEAN, also=("décideur", "décisionnaire")),
                Column(
                    "phone",
                    T.PHONE,
                    also=_either(
                        "téléphone, tél, numéro, mobile, phone number, numéro de téléphone, portable"
                    ),
                ),
                Column(
                    "email", T.EMAIL, also=_either("e-mail, courriel, mail, adresse e-mail"), max_length=254
                ),
                _list(),
            ),
        ),
        Kind(
            "calls",
            "Call",
            Text("appels", "calls"),
            ("call_id",),
            (
                Column("call_id", required=True, also=_CALL),
                _campaign(required=True),
                _contact(),
                Column(
                    "phone",
                    T.PHONE,
                    also=_either(
                        "téléphone, numéro, numéro appelé, phone number, tél, numéro de téléphone, called "
                        "number"
                    ),
                ),
                _operator(),
                Column(
                    "started_at",
                    T.INSTANT,
                    required=True,
                    also=_either(
                        "date, début, date appel, date et heure, date heure, horodatage, call date, date "
                        "d'appel, date de l'appel, date et heure d'appel, call time, start time"
                    ),
                ),
                Column(
                    "duration_s",
                    T.INTEGER,
                    also=_either(
                        "durée, durée s, durée en secondes, duration, durée de l'appel, durée totale, call "
                        "duration"
                    ),
                ),
                Column(
                    "talk_s",
                    T.INTEGER,
                    also=_either(
                        "temps de conversation, conversation s, durée conversation, talk time, durée de "
                        "conversation, temps de parole"
                    ),
                ),
                Column(
                    "outcome",
                    required=True,
                    also=_either(
                        "résultat, issue, qualification, statut, disposition, status, résultat de l'appel, "
                        "call result, result"
                    ),
                    refers="outcomes",
                    synonyms=synonyms.OUTCOMES,
                    max_length=60,
                ),
                Column("refusal_reason", also=_either("motif de refus, motif, raison du refus")),
                Column("script", also=("argumentaire",), refers="scripts", stub=True, max_length=120),
                _list(),
                Column("variant", also=("variante",), max_length=60),
            ),
            one_of=("contact_id", "phone"),
        ),
        Kind(
            "appointments",
            "Appointment",
            Text("rendez-vous", "appointments"),
            ("appointment_id",),
            (
                Column("appointment_id", required=True, also=_APPOINTMENT),
                _campaign(required=True),
                _contact(),
                Column("call_id", also=_CALL, field="call_ref"),
                _operator(),
                Column(
                    "booked_at",
                    T.INSTANT,
                    required=True,
                    also=_either(
                        "posé le, date de prise, pris le, date de pose, booked, date de prise de rdv, "
                        "booked on"
                    ),
                ),
                Column(
                    "slot_at",
                    T.INSTANT,
                    also=_either(
                        "créneau, date du rdv, date du rendez-vous, slot, date rdv, date et heure du rdv"
                    ),
                ),
                Column(
                    "status",
                    T.CHOICE,
                    also=("statut", "état"),
                    values=lists.APPOINTMENT_STATUSES,
                    synonyms=synonyms.APPOINTMENT_STATUSES,
                ),
                Column(
                    "validation",
                    T.CHOICE,
                    also=("validé",),
                    values=lists.VALIDATIONS,
                    synonyms=synonyms.VALIDATIONS,
                ),
                Column("rejection_reason", also=("motif de rejet", "motif du rejet")),
                Column("qualified", T.BOOLEAN, also=("qualifié",)),
                Column("variant", also=("variante",), max_length=60),
            ),
        ),
        Kind(
            "opportunities",
            "Opportunity",
            Text("opportunités", "opportunities"),
            ("opportunity_id",),
            (
                Column("opportunity_id", required=True, also=_OPPORTUNITY),
                _campaign(required=False),
                Column("appointment_id", also=_APPOINTMENT, field="appointment_ref"),
                _contact(),
                Column(
                    "created_at",
                    T.INSTANT,
                    required=True,
                    also=_either(
                        "créée le, créé le, date de création, created, date création, created on, create date"
                    ),
                ),
                Column(
                    "qualified_at",
                    T.INSTANT,
                    also=_either("qualifiée le, qualifié le, date de qualification"),
                ),
                Column(
                    "proposed_at",
                    T.INSTANT,
                    also=_either(
                        "proposition le, proposition envoyée le, proposée le, date de proposition, proposal date"
                    ),
                ),
                Column(
                    "closed_at", T.INSTANT, also=_either("close le, clôturée le, date de clôture, close date")
                ),
                Column(
                    "status",
                    T.CHOICE,
                    required=True,
                    also=_either("statut, état, étape, stage"),
                    values=lists.OPPORTUNITY_STATUSES,
                    synonyms=synonyms.OPPORTUNITY_STATUSES,
                ),
                Column("amount", T.MONEY, also=("montant", "valeur"), field="amount_cents"),
                _currency(),
                Column("lost_reason", also=("motif de perte", "raison de la perte")),
                Column("product", also=("produit",), max_length=120),
                Column(
                    "sales_rep",
                    also=_either("commercial, vendeur, ingénieur commercial, owner, salesperson"),
                    refers="sales_reps",
                    stub=True,
                    max_length=120,
                ),
            ),
        ),
        Kind(
            "contracts",
            "Contract",
            Text("contrats", "contracts"),
            ("contract_id",),
            (
                Column(
                    "contract_id",
                    required=True,
                    also=_either(
                        "id contrat, contrat, n° contrat, numéro de contrat, contract, contract number"
                    ),
                ),
                Column("opportunity_id", also=_OPPORTUNITY, field="opportunity_ref"),
                _campaign(required=False),
                _contact(),
                Column(
                    "signed_on",
                    T.DATE,
                    required=True,
                    also=_either(
                        "signé le, date de signature, signature, won date, signed, date signature, date du "
                        "contrat, signed on"
                    ),
                ),
                Column(
                    "revenue",
                    T.MONEY,
                    required=True,
                    also=_either("chiffre d'affaires, ca, montant, chiffre d'affaires ht, ca ht, amount"),
                    field="revenue_cents",
                ),
                Column(
                    "margin",
                    T.MONEY,
                    also=_either("marge, marge brute, gross margin"),
                    field="margin_cents",
                    signed=True,
                ),
                Column("margin_rate", T.SHARE, also=("taux de marge", "taux marge")),
                _currency(),
                Column(
                    "recurring_amount",
                    T.MONEY,
                    also=("montant récurrent", "récurrent"),
                    field="recurring_amount_cents",
                ),
                Column(
                    "recurring_period",
                    T.CHOICE,
                    also=_either("période, périodicité, période récurrente"),
                    values=lists.RECURRING_PERIODS,
                    synonyms=synonyms.RECURRING_PERIODS,
                ),
                Column("term_months", T.INTEGER, also=_either("durée en mois, durée mois, engagement")),
                Column("ended_on", T.DATE, also=_either("résilié le, fin, date de fin, date de résiliation")),
                Column("product", also=("produit",), max_length=120),
            ),
        ),
        Kind(
            "costs",
            "Cost",
            Text("coûts", "costs"),
            ("cost_id",),
            (
                Column(
                    "cost_id",
                    required=True,
                    also=_either(
                        "id coût, coût, n° facture, facture, numéro de facture, invoice, cost, n° coût"
                    ),
                ),
                _campaign(required=False),
                Column(
                    "category",
                    required=True,
                    also=_either("catégorie, poste, poste de coût, type de coût"),
                    synonyms=synonyms.COST_CATEGORIES,
                    max_length=60,
                ),
                Column("nature", T.CHOICE, values=lists.NATURES, synonyms=synonyms.NATURES),
                Column("period_start", T.DATE, required=True, also=(*_BEGIN, "date")),
                Column("period_end", T.DATE, also=_END),
                Column("amount", T.MONEY, also=("montant", "montant ht"), field="amount_cents", signed=True),
                Column("hours", T.DECIMAL, also=("heures", "nb heures"), signed=True),
                Column("hourly_rate", T.DECIMAL, also=("taux horaire", "coût horaire")),
                _currency(),
                Column(
                    "allocation_key",
                    T.CHOICE,
                    also=_either("clé, clé de répartition, clé d'allocation"),
                    values=lists.ALLOCATION_KEYS,
                ),
                Column("supplier", also=("fournisseur",)),
                Column("note", also=("commentaire", "notes"), max_length=10_000),
                Column("corrects", also=("corrige", "écriture corrigée")),
                Column("original_start", T.DATE, also=("début d'origine",)),
                Column("original_end", T.DATE, also=("fin d'origine",)),
            ),
            one_of=("amount", "hours"),
        ),
        Kind(
            "activity",
            "ActivityTotal",
            Text("totaux d'activité", "activity totals"),
            ("campaign_code", "period_start", "period_end", "operator"),
            (
                _campaign(required=True),
                Column("period_start", T.DATE, required=True, also=_BEGIN),
                Column("period_end", T.DATE, required=True, also=_END),
                _operator(),
                Column("calls", T.INTEGER, also=("appels", "nb appels")),
                Column("reached", T.INTEGER, also=_either("joints, contacts joints, décrochés")),
                Column("useful_conversations", T.INTEGER, also=("conversations utiles", "conversations")),
                Column(
                    "appointments_set", T.INTEGER, also=_either("rdv posés, rdv, rendez-vous, appointments")
                ),
                Column("appointments_validated", T.INTEGER, also=("rdv validés",)),
                Column("appointments_held", T.INTEGER, also=("rdv tenus", "rdv honorés")),
                Column("proposals", T.INTEGER, also=("propositions",)),
                Column("contracts", T.INTEGER, also=("contrats", "ventes")),
                Column("hours", T.DECIMAL, also=("heures",)),
                Column("revenue", T.MONEY, also=("chiffre d'affaires", "ca"), field="revenue_cents"),
                Column("margin", T.MONEY, also=("marge", "marge brute"), field="margin_cents", signed=True),
            ),
        ),
        Kind(
            "channel_activity",
            "ChannelActivity",
            Text("activité des canaux", "channel activity"),
            ("campaign_code", "date"),
            (
                _campaign(required=True),
                Column("date", T.DATE, required=True, also=("jour", "day"), field="day"),
                Column("impressions", T.INTEGER, also=("affichages",)),
                Column("clicks", T.INTEGER, also=("clics",)),
                Column("leads", T.INTEGER, also=("prospects",)),
                Column("spend", T.MONEY, also=_either("dépense, coût, cost"), field="spend_cents"),
            ),
        ),
        Kind(
            "changes",
            "CampaignChange",
            Text("changements", "changes"),
            ("date", "campaign_code", "kind", "description"),
            (
                Column("date", T.DATE, required=True, also=("jour", "day"), field="changed_on"),
                _campaign(required=False),
                Column(
                    "kind",
                    T.CHOICE,
                    required=True,
                    also=("type", "nature"),
                    values=lists.CHANGE_KINDS,
                    synonyms=synonyms.CHANGE_KINDS,
                ),
                Column("description", required=True, also=("libellé", "commentaire"), max_length=10_000),
            ),
        ),
    )
}
"""In dependency order: a kind refers only to kinds before it."""
