"""The kinds of record of the interchange format: their columns, types and the headers they answer to."""

from dataclasses import dataclass
from enum import StrEnum

from filon.terms import choices as lists
from filon.terms.text import Text


class Type(StrEnum):
    """How the text of a column is read."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    INSTANT = "instant"
    MONEY = "money"  # whole cents
    DECIMAL = "decimal"  # up to four places
    SHARE = "share"  # 0.4, 40 %
    INTEGER = "integer"
    BOOLEAN = "boolean"
    PHONE = "phone"  # E.164
    EMAIL = "email"
    SIREN = "siren"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a kind.

    `also` lists the other headers it answers to (French or English, compared without case, accents or
    punctuation). `refers` names the kind whose code it holds; `stub` tells that an unknown code is
    created rather than refused. `field` is the record's field, where it differs from the name.
    """

    name: str
    type: Type = Type.TEXT
    required: bool = False
    also: tuple[str, ...] = ()
    values: dict[str, Text] | None = None
    refers: str | None = None
    stub: bool = False
    field: str | None = None
    max_length: int = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record. `key` names the columns that identify one; `model` the record's class.

    `one_of` names columns of which a file must have at least one.
    """

    name: str
    model: str
    label: Text
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    one_of: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


T = Type
_CAMPAIGN = ("campagne", "code campagne", "campaign", "mission")
_CONTACT = ("contact", "id contact", "prospect", "prospect id", "lead id", "identifiant contact")
_OPERATOR = ("opérateur", "téléopérateur", "agent", "commercial sédentaire", "code opérateur")


def _campaign(*, required: bool) -> Column:
    return Column(
        "campaign_code",
        required=required,
        also=_CAMPAIGN,
        refers="campaigns",
        field="campaign",
        max_length=60,
    )


def _contact() -> Column:
    return Column("contact_id", also=_CONTACT, refers="contacts", stub=True, field="contact")


def _operator(*, required: bool = False) -> Column:
    return Column(
        "operator", required=required, also=_OPERATOR, refers="operators", stub=True, max_length=120
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
                    also=("code client", "client", "donneur d'ordre"),
                    max_length=60,
                ),
                Column("name", required=True, also=("nom", "raison sociale")),
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
                Column("organisation", T.CHOICE, also=("organization",), values=lists.ORGANISATIONS),
                Column("hourly_cost", T.DECIMAL, also=("coût horaire", "hourly rate", "taux horaire")),
                Column("started_on", T.DATE, also=("entrée", "date d'entrée", "début")),
                Column("ended_on", T.DATE, also=("sortie", "date de sortie", "fin")),
            ),
        ),
        Kind(
            "campaigns",
            "Campaign",
            Text("campagnes", "campaigns"),
            ("campaign_code",),
            (
                Column("campaign_code", required=True, also=_CAMPAIGN, max_length=60),
                Column("name", required=True, also=("nom", "nom de la campagne", "campaign name", "libellé")),
                Column(
                    "client_code",
                    also=("client", "code client"),
                    refers="clients",
                    field="client",
                    max_length=60,
                ),
                Column("channel", T.CHOICE, required=True, also=("canal", "levier"), values=lists.CHANNELS),
                Column(
                    "organisation",
                    T.CHOICE,
                    also=("organization", "mode d'organisation"),
                    values=lists.ORGANISATIONS,
                ),
                Column("kind", T.CHOICE, also=("type", "nature"), values=lists.CAMPAIGN_KINDS),
                Column("offer", also=("offre",)),
                Column("target", also=("cible",)),
                Column("country", also=("pays",), max_length=60),
                Column(
                    "starts_on", T.DATE, required=True, also=("début", "date de début", "start", "start date")
                ),
                Column("ends_on", T.DATE, also=("fin", "date de fin", "end", "end date")),
                Column("owner", also=("responsable", "propriétaire"), max_length=120),
                Column("budget", T.MONEY, field="budget_cents"),
                Column("horizon_months", T.INTEGER, also=("horizon", "horizon en mois", "horizon mois")),
            ),
        ),
        Kind(
            "contacts",
            "Contact",
            Text("contacts", "contacts"),
            ("contact_id",),
            (
                Column("contact_id", required=True, also=_CONTACT),
                Column("company", also=("société", "entreprise", "raison sociale", "account")),
                Column("siren", T.SIREN),
                Column("sector", also=("secteur", "secteur d'activité", "industry"), max_length=120),
                Column(
                    "size_band",
                    also=("taille", "effectif", "tranche d'effectif", "company size"),
                    max_length=60,
                ),
                Column("region", also=("région",), max_length=120),
                Column("country", also=("pays",), max_length=60),
                Column("first_name", also=("prénom",), max_length=120),
                Column("last_name", also=("nom", "nom de famille"), max_length=120),
                Column("job_title", also=("fonction", "poste", "title")),
                Column("decision_maker", T.BOOLEAN, also=("décideur", "décisionnaire")),
                Column("phone", T.PHONE, also=("téléphone", "tél", "numéro", "mobile", "phone number")),
                Column(
                    "email", T.EMAIL, also=("e-mail", "courriel", "mail", "adresse e-mail"), max_length=254
                ),
                Column(
                    "list_code",
                    also=("liste", "fichier", "code liste", "list"),
                    refers="lists",
                    stub=True,
                    field="contact_list",
                    max_length=120,
                ),
            ),
        ),
        Kind(
            "calls",
            "Call",
            Text("appels", "calls"),
            ("call_id",),
            (
                Column("call_id", required=True, also=("id appel", "identifiant appel", "appel", "call")),
                _campaign(required=True),
                _contact(),
                Column("phone", T.PHONE, also=("téléphone", "numéro", "numéro appelé", "phone number")),
                _operator(),
                Column(
                    "started_at",
                    T.INSTANT,
                    required=True,
                    also=(
                        "date",
                        "début",
                        "date appel",
                        "date et heure",
                        "date heure",
                        "horodatage",
                        "call date",
                    ),
                ),
                Column("duration_s", T.INTEGER, also=("durée", "durée s", "durée en secondes", "duration")),
                Column(
                    "talk_s",
                    T.INTEGER,
                    also=("conversation s", "temps de conversation", "durée conversation", "talk time"),
                ),
                Column(
                    "outcome",
                    required=True,
                    also=("résultat", "issue", "qualification", "statut", "disposition", "status"),
                    refers="outcomes",
                    max_length=60,
                ),
                Column("refusal_reason", also=("motif de refus", "motif", "raison du refus")),
                Column("script", also=("argumentaire",), refers="scripts", stub=True, max_length=120),
                Column(
                    "list_code",
                    also=("liste", "fichier", "code liste", "list"),
                    refers="lists",
                    stub=True,
                    field="contact_list",
                    max_length=120,
                ),
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
                Column(
                    "appointment_id",
                    required=True,
                    also=("id rdv", "id rendez-vous", "rdv", "rendez-vous", "meeting id"),
                ),
                _campaign(required=True),
                _contact(),
                Column("call_id", also=("id appel", "appel"), field="call_ref"),
                _operator(),
                Column(
                    "booked_at",
                    T.INSTANT,
                    required=True,
                    also=("posé le", "date de prise", "pris le", "date de pose", "booked"),
                ),
                Column("slot_at", T.INSTANT, also=("créneau", "date du rdv", "date du rendez-vous", "slot")),
                Column("status", T.CHOICE, also=("statut", "état"), values=lists.APPOINTMENT_STATUSES),
                Column("validation", T.CHOICE, also=("validé",), values=lists.VALIDATIONS),
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
                Column(
                    "opportunity_id",
                    required=True,
                    also=("id opportunité", "opportunité", "affaire", "deal id"),
                ),
                _campaign(required=False),
                Column(
                    "appointment_id",
                    also=("id rdv", "id rendez-vous", "rdv", "rendez-vous"),
                    field="appointment_ref",
                ),
                _contact(),
                Column(
                    "created_at",
                    T.INSTANT,
                    required=True,
                    also=("créée le", "créé le", "date de création", "created"),
                ),
                Column(
                    "qualified_at", T.INSTANT, also=("qualifiée le", "qualifié le", "date de qualification")
                ),
                Column(
                    "proposed_at",
                    T.INSTANT,
                    also=("proposition le", "proposée le", "date de proposition", "proposal date"),
                ),
                Column(
                    "closed_at", T.INSTANT, also=("close le", "clôturée le", "date de clôture", "close date")
                ),
                Column(
                    "status",
                    T.CHOICE,
                    required=True,
                    also=("statut", "état", "étape", "stage"),
                    values=lists.OPPORTUNITY_STATUSES,
                ),
                Column("amount", T.MONEY, also=("montant", "valeur"), field="amount_cents"),
                _currency(),
                Column("lost_reason", also=("motif de perte", "raison de la perte")),
                Column("product", also=("produit",), max_length=120),
                Column(
                    "sales_rep",
                    also=("commercial", "vendeur", "ingénieur commercial", "owner", "salesperson"),
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
                    also=("id contrat", "contrat", "n° contrat", "numéro de contrat"),
                ),
                Column(
                    "opportunity_id",
                    also=("id opportunité", "opportunité", "affaire"),
                    field="opportunity_ref",
                ),
                _campaign(required=False),
                _contact(),
                Column(
                    "signed_on",
                    T.DATE,
                    required=True,
                    also=("signé le", "date de signature", "signature", "won date", "signed"),
                ),
                Column(
                    "revenue",
                    T.MONEY,
                    required=True,
                    also=("ca", "chiffre d'affaires", "montant", "chiffre d'affaires ht", "ca ht", "amount"),
                    field="revenue_cents",
                ),
                Column(
                    "margin", T.MONEY, also=("marge", "marge brute", "gross margin"), field="margin_cents"
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
                    also=("période", "périodicité", "période récurrente"),
                    values=lists.RECURRING_PERIODS,
                ),
                Column("term_months", T.INTEGER, also=("durée mois", "durée en mois", "engagement")),
                Column("ended_on", T.DATE, also=("résilié le", "fin", "date de fin", "date de résiliation")),
                Column("product", also=("produit",), max_length=120),
            ),
        ),
        Kind(
            "costs",
            "Cost",
            Text("coûts", "costs"),
            ("cost_id",),
            (
                Column("cost_id", required=True, also=("id coût", "coût", "n° facture", "facture")),
                _campaign(required=False),
                Column("category", required=True, also=("catégorie", "poste"), max_length=60),
                Column("nature", T.CHOICE, values=lists.NATURES),
                Column(
                    "period_start",
                    T.DATE,
                    required=True,
                    also=("début", "début période", "date de début", "date", "du"),
                ),
                Column("period_end", T.DATE, also=("fin", "fin période", "date de fin", "au")),
                Column("amount", T.MONEY, also=("montant", "montant ht"), field="amount_cents"),
                Column("hours", T.DECIMAL, also=("heures", "nb heures")),
                Column("hourly_rate", T.DECIMAL, also=("taux horaire", "coût horaire")),
                _currency(),
                Column(
                    "allocation_key",
                    T.CHOICE,
                    also=("clé", "clé de répartition", "clé d'allocation"),
                    values=lists.ALLOCATION_KEYS,
                ),
                Column("supplier", also=("fournisseur",)),
                Column("note", also=("commentaire", "notes"), max_length=10_000),
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
                Column("period_start", T.DATE, required=True, also=("début", "du", "début période")),
                Column("period_end", T.DATE, required=True, also=("fin", "au", "fin période")),
                _operator(),
                Column("calls", T.INTEGER, also=("appels", "nb appels")),
                Column("reached", T.INTEGER, also=("joints", "contacts joints", "décrochés")),
                Column("useful_conversations", T.INTEGER, also=("conversations utiles", "conversations")),
                Column(
                    "appointments_set", T.INTEGER, also=("rdv posés", "rdv", "rendez-vous", "appointments")
                ),
                Column("appointments_validated", T.INTEGER, also=("rdv validés",)),
                Column("appointments_held", T.INTEGER, also=("rdv tenus", "rdv honorés")),
                Column("proposals", T.INTEGER, also=("propositions",)),
                Column("contracts", T.INTEGER, also=("contrats", "ventes")),
                Column("hours", T.DECIMAL, also=("heures",)),
                Column("revenue", T.MONEY, also=("ca", "chiffre d'affaires"), field="revenue_cents"),
                Column("margin", T.MONEY, also=("marge", "marge brute"), field="margin_cents"),
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
                Column("spend", T.MONEY, also=("dépense", "coût", "cost"), field="spend_cents"),
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
                Column("kind", T.CHOICE, required=True, also=("type", "nature"), values=lists.CHANGE_KINDS),
                Column("description", required=True, also=("libellé", "commentaire"), max_length=10_000),
            ),
        ),
    )
}
"""In dependency order: a kind refers only to kinds before it."""
