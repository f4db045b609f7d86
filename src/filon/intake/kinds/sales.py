"""From a call to a contract."""

from filon.intake.kind import Column, Kind, Type
from filon.intake.kinds.columns import (
    APPOINTMENT,
    CALL,
    OPPORTUNITY,
    campaign,
    contact,
    contact_list,
    currency,
    either,
    operator,
)
from filon.terms import choices as lists
from filon.terms import synonyms
from filon.terms.text import Text

KINDS = (
    Kind(
        "calls",
        "Call",
        Text("appels", "calls"),
        ("call_id",),
        (
            Column("call_id", required=True, also=CALL),
            campaign(required=True),
            contact(),
            Column(
                "phone",
                Type.PHONE,
                also=either(
                    "téléphone, numéro, numéro appelé, phone number, tél, numéro de téléphone, called number"
                ),
            ),
            operator(),
            Column(
                "started_at",
                Type.INSTANT,
                required=True,
                also=either(
                    "date, début, date appel, date et heure, date heure, horodatage, call date, date "
                    "d'appel, date de l'appel, date et heure d'appel, call time, start time"
                ),
            ),
            Column(
                "duration_s",
                Type.INTEGER,
                also=either(
                    "durée, durée s, durée en secondes, duration, durée de l'appel, durée totale, call "
                    "duration"
                ),
            ),
            Column(
                "talk_s",
                Type.INTEGER,
                also=either(
                    "temps de conversation, conversation s, durée conversation, talk time, durée de "
                    "conversation, temps de parole"
                ),
            ),
            Column(
                "outcome",
                required=True,
                also=either(
                    "résultat, issue, qualification, statut, disposition, status, résultat de l'appel, "
                    "call result, result"
                ),
                refers="outcomes",
                synonyms=synonyms.OUTCOMES,
                max_length=60,
            ),
            Column("refusal_reason", also=either("motif de refus, motif, raison du refus")),
            Column("script", also=("argumentaire",), refers="scripts", stub=True, max_length=120),
            contact_list(),
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
            Column("appointment_id", required=True, also=APPOINTMENT),
            campaign(required=True),
            contact(),
            Column("call_id", also=CALL, field="call_ref"),
            operator(),
            Column(
                "booked_at",
                Type.INSTANT,
                required=True,
                also=either(
                    "posé le, date de prise, pris le, date de pose, booked, date de prise de rdv, booked on"
                ),
            ),
            Column(
                "slot_at",
                Type.INSTANT,
                also=either(
                    "créneau, date du rdv, date du rendez-vous, slot, date rdv, date et heure du rdv"
                ),
            ),
            Column(
                "status",
                Type.CHOICE,
                also=("statut", "état"),
                values=lists.APPOINTMENT_STATUSES,
                synonyms=synonyms.APPOINTMENT_STATUSES,
            ),
            Column(
                "validation",
                Type.CHOICE,
                also=("validé",),
                values=lists.VALIDATIONS,
                synonyms=synonyms.VALIDATIONS,
            ),
            Column("rejection_reason", also=("motif de rejet", "motif du rejet")),
            Column("qualified", Type.BOOLEAN, also=("qualifié",)),
            Column("variant", also=("variante",), max_length=60),
        ),
    ),
    Kind(
        "opportunities",
        "Opportunity",
        Text("opportunités", "opportunities"),
        ("opportunity_id",),
        (
            Column("opportunity_id", required=True, also=OPPORTUNITY),
            campaign(required=False),
            Column("appointment_id", also=APPOINTMENT, field="appointment_ref"),
            contact(),
            Column(
                "created_at",
                Type.INSTANT,
                required=True,
                also=either(
                    "créée le, créé le, date de création, created, date création, created on, create date"
                ),
            ),
            Column(
                "qualified_at",
                Type.INSTANT,
                also=either("qualifiée le, qualifié le, date de qualification"),
            ),
            Column(
                "proposed_at",
                Type.INSTANT,
                also=either(
                    "proposition le, proposition envoyée le, proposée le, date de proposition, proposal date"
                ),
            ),
            Column(
                "closed_at", Type.INSTANT, also=either("close le, clôturée le, date de clôture, close date")
            ),
            Column(
                "status",
                Type.CHOICE,
                required=True,
                also=either("statut, état, étape, stage"),
                values=lists.OPPORTUNITY_STATUSES,
                synonyms=synonyms.OPPORTUNITY_STATUSES,
            ),
            Column("amount", Type.MONEY, also=("montant", "valeur"), field="amount_cents"),
            currency(),
            Column("lost_reason", also=("motif de perte", "raison de la perte")),
            Column("product", also=("produit",), max_length=120),
            Column(
                "sales_rep",
                also=either("commercial, vendeur, ingénieur commercial, owner, salesperson"),
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
                also=either("id contrat, contrat, n° contrat, numéro de contrat, contract, contract number"),
            ),
            Column("opportunity_id", also=OPPORTUNITY, field="opportunity_ref"),
            campaign(required=False),
            contact(),
            Column(
                "signed_on",
                Type.DATE,
                required=True,
                also=either(
                    "signé le, date de signature, signature, won date, signed, date signature, date du "
                    "contrat, signed on"
                ),
            ),
            Column(
                "revenue",
                Type.MONEY,
                required=True,
                also=either("chiffre d'affaires, ca, montant, chiffre d'affaires ht, ca ht, amount"),
                field="revenue_cents",
            ),
            Column(
                "margin",
                Type.MONEY,
                also=either("marge, marge brute, gross margin"),
                field="margin_cents",
                signed=True,
            ),
            Column("margin_rate", Type.SHARE, also=("taux de marge", "taux marge")),
            currency(),
            Column(
                "recurring_amount",
                Type.MONEY,
                also=("montant récurrent", "récurrent"),
                field="recurring_amount_cents",
            ),
            Column(
                "recurring_period",
                Type.CHOICE,
                also=either("période, périodicité, période récurrente"),
                values=lists.RECURRING_PERIODS,
                synonyms=synonyms.RECURRING_PERIODS,
            ),
            Column("term_months", Type.INTEGER, also=either("durée en mois, durée mois, engagement")),
            Column("ended_on", Type.DATE, also=either("résilié le, fin, date de fin, date de résiliation")),
            Column("product", also=("produit",), max_length=120),
        ),
    ),
)
