"""What is spent and summed up by day or period, and what changed when."""

from filon.intake.kind import Column, Kind, Type
from filon.intake.kinds.columns import BEGIN, END, campaign, currency, either, operator
from filon.terms import choices as lists
from filon.terms import synonyms
from filon.terms.text import Text

KINDS = (
    Kind(
        "costs",
        "Cost",
        Text("coûts", "costs"),
        ("cost_id",),
        (
            Column(
                "cost_id",
                required=True,
                also=either("id coût, coût, n° facture, facture, numéro de facture, invoice, cost, n° coût"),
            ),
            campaign(required=False),
            Column(
                "category",
                required=True,
                also=either("catégorie, poste, poste de coût, type de coût"),
                synonyms=synonyms.COST_CATEGORIES,
                max_length=60,
            ),
            Column("nature", Type.CHOICE, values=lists.NATURES, synonyms=synonyms.NATURES),
            Column("period_start", Type.DATE, required=True, also=(*BEGIN, "date")),
            Column("period_end", Type.DATE, also=END),
            Column("amount", Type.MONEY, also=("montant", "montant ht"), field="amount_cents", signed=True),
            Column("hours", Type.DECIMAL, also=("heures", "nb heures"), signed=True),
            Column("hourly_rate", Type.DECIMAL, also=("taux horaire", "coût horaire")),
            currency(),
            Column(
                "allocation_key",
                Type.CHOICE,
                also=either("clé, clé de répartition, clé d'allocation"),
                values=lists.ALLOCATION_KEYS,
            ),
            Column("supplier", also=("fournisseur",)),
            Column("note", also=("commentaire", "notes"), max_length=10_000),
            Column("corrects", also=("corrige", "écriture corrigée")),
            Column("original_start", Type.DATE, also=("début d'origine",)),
            Column("original_end", Type.DATE, also=("fin d'origine",)),
        ),
        one_of=("amount", "hours"),
    ),
    Kind(
        "activity",
        "ActivityTotal",
        Text("totaux d'activité", "activity totals"),
        ("campaign_code", "period_start", "period_end", "operator"),
        (
            campaign(required=True),
            Column("period_start", Type.DATE, required=True, also=BEGIN),
            Column("period_end", Type.DATE, required=True, also=END),
            operator(),
            Column("calls", Type.INTEGER, also=("appels", "nb appels")),
            Column("reached", Type.INTEGER, also=either("joints, contacts joints, décrochés")),
            Column("useful_conversations", Type.INTEGER, also=("conversations utiles", "conversations")),
            Column(
                "appointments_set", Type.INTEGER, also=either("rdv posés, rdv, rendez-vous, appointments")
            ),
            Column("appointments_validated", Type.INTEGER, also=("rdv validés",)),
            Column("appointments_held", Type.INTEGER, also=("rdv tenus", "rdv honorés")),
            Column("proposals", Type.INTEGER, also=("propositions",)),
            Column("contracts", Type.INTEGER, also=("contrats", "ventes")),
            Column("hours", Type.DECIMAL, also=("heures",)),
            Column("revenue", Type.MONEY, also=("chiffre d'affaires", "ca"), field="revenue_cents"),
            Column("margin", Type.MONEY, also=("marge", "marge brute"), field="margin_cents", signed=True),
        ),
    ),
    Kind(
        "channel_activity",
        "ChannelActivity",
        Text("activité des canaux", "channel activity"),
        ("campaign_code", "date"),
        (
            campaign(required=True),
            Column("date", Type.DATE, required=True, also=("jour", "day"), field="day"),
            Column("impressions", Type.INTEGER, also=("affichages",)),
            Column("clicks", Type.INTEGER, also=("clics",)),
            Column("leads", Type.INTEGER, also=("prospects",)),
            Column("spend", Type.MONEY, also=either("dépense, coût, cost"), field="spend_cents"),
        ),
    ),
    Kind(
        "changes",
        "CampaignChange",
        Text("changements", "changes"),
        ("date", "campaign_code", "kind", "description"),
        (
            Column("date", Type.DATE, required=True, also=("jour", "day"), field="changed_on"),
            campaign(required=False),
            Column(
                "kind",
                Type.CHOICE,
                required=True,
                also=("type", "nature"),
                values=lists.CHANGE_KINDS,
                synonyms=synonyms.CHANGE_KINDS,
            ),
            Column("description", required=True, also=("libellé", "commentaire"), max_length=10_000),
        ),
    ),
)
