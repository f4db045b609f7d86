"""The company of the demonstration: what it sells, to whom, and how each campaign is run."""

from dataclasses import dataclass

COMPANY = "Brévenne Énergie"  # fictitious: maintenance and energy services for buildings, near Lyon
MONTHS = 18


@dataclass(frozen=True, slots=True)
class Offer:
    """What is sold: a median price in euros, its log-normal spread, and how long a decision takes."""

    name: str
    price: float
    spread: float
    margin_rate: float
    proposal_days: float
    decision_days: float
    monthly: bool = False


MAINTENANCE = Offer("Maintenance CVC", 12_000, 0.45, 0.34, 12, 38, monthly=True)
AUDIT = Offer("Audit énergétique", 6_000, 0.30, 0.40, 8, 28)
AUTOMATION = Offer("GTB et télégestion", 15_500, 0.55, 0.31, 18, 55)


@dataclass(frozen=True, slots=True)
class Lot:
    """A list of prospects: the month its calls begin, its share of the contacts, and its quality."""

    code: str
    first_month: int
    share: float
    reach: float = 1.0
    wrong_numbers: float = 0.04


@dataclass(frozen=True, slots=True)
class Comparison:
    """A test of two variants on the contacts of a mission, from the first day of a month to the last of another.

    `planned` contacts, `weeks` and `effect` are its plan; the control comes first. It is running where `last` is None,
    else decided for the `reason` given.
    """

    code: str
    name: str
    lever: str
    metric: str
    budget_share: str
    hypothesis: str
    variants: tuple[tuple[str, str], tuple[str, str]]
    effect: str
    planned: int
    weeks: int
    first: int
    last: int | None = None
    decision: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mission:
    """A campaign; the phone alone uses contacts, lots, operators and scripts.

    Months count from the first of the demonstration. Rates are shares of 1: `reach` is of calls, `useful`
    of reached calls, `booking` of useful conversations, `show` of kept slots, `validated` and `rejected`
    of appointments, `pursue` of those held, `win` of proposals.
    """

    code: str
    name: str
    organisation: str | None
    offer: Offer
    target: str
    months: tuple[int, int]  # first and last, included
    contacts: int = 0
    sectors: tuple[str, ...] = ()
    lots: tuple[Lot, ...] = ()
    operators: tuple[str, ...] = ()
    scripts: tuple[tuple[int, str, float], ...] = ()  # from this month on, this script, its effect on booking
    channel: str = "phone"
    reach: float = 0.16
    useful: float = 0.27
    booking: float = 0.20
    show: float = 0.76
    validated: float = 0.88
    rejected: float = 0.07
    pursue: float = 0.68
    win: float = 0.31
    budget: int = 0
    horizon_months: int = 12
    kind: str = "recurring"
    comparison: Comparison | None = None
    checked: bool = True  # whether someone judges the appointments
    pipeline: bool = True  # whether the sales team links its opportunities


@dataclass(frozen=True, slots=True)
class Caller:
    """An operator: skill multiplies the booking rate; months of presence; loaded hourly cost."""

    code: str
    organisation: str
    skill: float
    hourly_cost: float | None
    first_month: int = 0
    last_month: int = MONTHS - 1


CALLERS = (
    Caller("Amina", "in_house", 1.22, 24.5),
    Caller("Bruno", "in_house", 0.94, 23.0),
    Caller("Chloé", "in_house", 1.08, 24.0),
    Caller("David", "in_house", 0.72, 22.5, last_month=11),
    Caller("Élise", "in_house", 1.12, 23.0, first_month=9),
    Caller("PR-1", "provider", 0.9, None),
    Caller("PR-2", "provider", 0.8, None),
    Caller("PF-1", "platform", 1.15, None),
    Caller("PF-2", "platform", 1.0, None),
)

WORKED_CASE = Mission(
    code="AUDIT-PME",
    name="Audit énergétique des PME du Rhône",
    organisation="in_house",
    offer=AUDIT,
    target="PME industrielles, 50 à 249 salariés",
    months=(0, 2),
    contacts=2_600,
    sectors=("Mécanique", "Agroalimentaire", "Chimie", "Logistique"),
    lots=(Lot("CCI-RHONE", 0, 0.6), Lot("ANNUAIRE-PRO", 0, 0.4, reach=0.9)),
    operators=("Amina", "Bruno", "Chloé", "David"),
    scripts=((0, "AUDIT-V1", 1.0),),
    useful=0.0,  # the exact numbers are laid over the calls afterwards
    budget=12_000,
)

MISSIONS = (
    Mission(
        code="CVC-INDUSTRIE",
        name="Contrats de maintenance, sites industriels",
        organisation="in_house",
        offer=MAINTENANCE,
        target="Sites industriels, 50 salariés et plus",
        months=(3, 17),
        contacts=3_800,
        sectors=("Agroalimentaire", "Mécanique", "Chimie", "Plasturgie"),
        lots=(Lot("INDUSTRIE-69", 3, 0.5, reach=1.12), Lot("FICHIER-LOUE-A", 10, 0.5, 0.72, 0.12)),
        operators=("Amina", "Chloé", "David", "Élise"),
        scripts=((3, "CVC-V1", 0.82), (8, "CVC-V2", 1.2)),
        comparison=Comparison(
            code="CVC-OUVERTURE",
            name="Ouvrir sur la dernière panne",
            lever="script",
            metric="conversations_per_call",
            budget_share="0.2",
            hypothesis="Demander d'abord la date de la dernière panne fait parler davantage que présenter l'offre.",
            variants=(("A", "Présenter l'offre"), ("B", "La dernière panne")),
            effect="0.75",
            planned=2_227,
            weeks=24,
            first=15,
        ),
        budget=60_000,
    ),
    Mission(
        code="GTB-TERTIAIRE",
        name="GTB et télégestion, bâtiments tertiaires",
        organisation="in_house",
        offer=AUTOMATION,
        target="Gestionnaires de bâtiments de plus de 1 000 m²",
        months=(6, 17),
        contacts=2_450,
        sectors=("Bureaux", "Hôtellerie", "Commerce", "Enseignement"),
        lots=(Lot("PARC-TERTIAIRE", 6, 0.7), Lot("SALON-CONTACTS", 7, 0.3, reach=1.35, wrong_numbers=0.02)),
        operators=("Bruno", "Amina", "Élise", "David"),
        scripts=((6, "GTB-V1", 1.0), (13, "GTB-V2", 1.1)),
        budget=45_000,
    ),
    Mission(
        code="AUDIT-PRESTA",
        name="Audit énergétique, centre d'appels externe",
        organisation="provider",
        offer=AUDIT,
        target="PME, 20 à 249 salariés",
        months=(8, 14),
        contacts=1_900,
        sectors=("Mécanique", "Logistique", "Commerce", "Bâtiment"),
        lots=(Lot("FICHIER-PRESTA", 8, 1.0, reach=0.85, wrong_numbers=0.09),),
        operators=("PR-1", "PR-2"),
        scripts=((8, "PRESTA-V1", 1.0),),
        useful=0.30,
        booking=0.34,
        show=0.50,
        pursue=0.42,
        win=0.22,
        budget=30_000,
        checked=False,
    ),
    Mission(
        code="CVC-PLATEFORME",
        name="Rendez-vous de maintenance, plateforme",
        organisation="platform",
        offer=MAINTENANCE,
        target="Copropriétés et bailleurs",
        months=(11, 16),
        contacts=1_250,
        sectors=("Copropriétés", "Bailleurs", "Santé"),
        lots=(Lot("FICHIER-MISSION", 11, 1.0),),
        operators=("PF-1", "PF-2"),
        scripts=((11, "MISSION-V1", 1.0),),
        booking=0.24,
        validated=0.76,
        rejected=0.19,
        win=0.27,
        budget=15_000,
    ),
    Mission(
        code="TEST-SANTE",
        name="Test : établissements de santé",
        organisation="in_house",
        offer=MAINTENANCE,
        target="Cliniques et EHPAD",
        months=(14, 15),
        contacts=480,
        sectors=("Santé",),
        lots=(Lot("FINESS-69", 14, 1.0),),
        operators=("Chloé", "Élise"),
        scripts=((14, "SANTE-A", 1.0),),
        booking=0.14,
        kind="test",
        comparison=Comparison(
            code="SANTE-ACCROCHE",
            name="Parler d'abord du confort des résidents",
            lever="pitch",
            metric="appointments_per_contact",
            budget_share="1",
            hypothesis="Une accroche sur le confort des résidents donne plus de rendez-vous que le prix du contrat.",
            variants=(("A", "Le prix du contrat"), ("B", "Le confort des résidents")),
            effect="1",
            planned=1_666,
            weeks=12,
            first=14,
            last=15,
            decision="cannot_tell",
            reason="Six rendez-vous en deux mois, là où trente étaient attendus : ce fichier est trop petit pour départager "
            "deux accroches.",
        ),
        pipeline=False,
        budget=4_000,
    ),
)

EMAIL = Mission(
    code="EMAIL-GTB",
    name="Lettres d'information GTB",
    organisation=None,
    offer=AUTOMATION,
    target="Gestionnaires de bâtiments abonnés",
    months=(2, 17),
    channel="email",
    win=0.24,
    budget=8_000,
)
FAIR = Mission(
    code="SALON-LYON",
    name="Salon Énergie et Bâtiment, Eurexpo",
    organisation=None,
    offer=MAINTENANCE,
    target="Visiteurs professionnels",
    months=(7, 7),
    channel="event",
    win=0.22,
    budget=15_000,
)
UNKNOWN = Mission(
    code="", name="", organisation=None, offer=AUTOMATION, target="", months=(4, 14), channel="other", win=0.5
)
"""Deals whose origin nobody wrote down."""

REGIONS = (
    ("Auvergne-Rhône-Alpes", 0.68, 1.06),
    ("Bourgogne-Franche-Comté", 0.18, 0.95),
    ("Provence-Alpes-Côte d'Azur", 0.14, 0.82),
)
"""Region, share of the contacts, effect on booking."""
SIZE_BANDS = (("20-49", 0.34, 0.78), ("50-249", 0.46, 1.12), ("250 et plus", 0.2, 1.02))
"""Size band, share of the contacts, effect on booking."""
SECTOR_EFFECTS = (1.25, 1.0, 0.9, 0.72)
"""Effect on booking of the first, second, third and fourth sector of a mission."""
HOURS = ((9, 1.12), (10, 1.28), (11, 1.16), (12, 0.5), (14, 0.94), (15, 0.98), (16, 1.06), (17, 0.9))
"""Hours worked and their effect on the chance that someone answers."""
WEEKDAYS = (0.9, 1.1, 1.08, 1.05, 0.84)
"""Effect of Monday to Friday on the chance that someone answers."""
