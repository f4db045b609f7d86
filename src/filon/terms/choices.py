"""The closed lists of values that records may hold, with their labels."""

from filon.terms.text import Text

CHANNELS = {
    "phone": Text("téléphone", "phone"),
    "email": Text("e-mail", "e-mail"),
    "paid_ads": Text("publicité payante", "paid ads"),
    "event": Text("salons et évènements", "events"),
    "social": Text("réseaux sociaux", "social"),
    "partner": Text("partenaires", "partners"),
    "other": Text("autre", "other"),
}
ORGANISATIONS = {
    "in_house": Text("interne", "in-house"),
    "provider": Text("prestataire", "provider"),
    "platform": Text("plateforme", "platform"),
    "mixed": Text("mixte", "mixed"),
}
CAMPAIGN_KINDS = {"recurring": Text("récurrente", "recurring"), "test": Text("test", "test")}
APPOINTMENT_STATUSES = {
    "booked": Text("posé", "booked"),
    "rescheduled": Text("reporté", "rescheduled"),
    "cancelled": Text("annulé", "cancelled"),
    "no_show": Text("non honoré", "no-show"),
    "held": Text("tenu", "held"),
}
VALIDATIONS = {
    "pending": Text("en attente", "pending"),
    "validated": Text("validé", "validated"),
    "rejected": Text("rejeté", "rejected"),
}
OPPORTUNITY_STATUSES = {
    "open": Text("ouverte", "open"),
    "won": Text("gagnée", "won"),
    "lost": Text("perdue", "lost"),
}
RECURRING_PERIODS = {"month": Text("mois", "month"), "year": Text("an", "year")}
NATURES = {"direct": Text("direct", "direct"), "indirect": Text("indirect", "indirect")}
ALLOCATION_KEYS = {
    "calls": Text("appels", "calls"),
    "hours": Text("heures", "hours"),
    "conversations": Text("conversations utiles", "useful conversations"),
    "appointments": Text("rendez-vous", "appointments"),
    "contacts": Text("contacts appelés", "contacts called"),
    "equal": Text("parts égales", "equal shares"),
}
CHANGE_KINDS = {
    "script": Text("script", "script"),
    "list": Text("fichier", "list"),
    "target": Text("cible", "target"),
    "team": Text("équipe", "team"),
    "offer": Text("offre", "offer"),
    "slot": Text("créneau", "slot"),
    "other": Text("autre", "other"),
}
WITHDRAWAL_REASONS = {
    "duplicate": Text("doublon", "duplicate"),
    "mistake": Text("saisie ou importée par erreur", "entered or imported by mistake"),
    "test": Text("donnée d'essai", "test data"),
    "not_ours": Text("ne nous concerne pas", "does not concern us"),
}
# category → (nature, label)
COST_CATEGORIES = {
    "list_purchase": ("direct", Text("achat de fichiers", "list purchase")),
    "tool_licence": ("direct", Text("licences d'outils", "tool licences")),
    "operator_time": ("direct", Text("temps des téléopérateurs", "operator time")),
    "management": ("direct", Text("encadrement", "management")),
    "social_charges": ("direct", Text("charges sociales", "social charges")),
    "telephony": ("direct", Text("téléphonie", "telephony")),
    "infrastructure": ("direct", Text("infrastructure", "infrastructure")),
    "provider_fee": ("direct", Text("honoraires du prestataire", "provider fee")),
    "appointment_fee": ("direct", Text("prix des rendez-vous", "appointment fee")),
    "script_preparation": ("indirect", Text("préparation des scripts", "script preparation")),
    "list_qualification": ("indirect", Text("qualification des fichiers", "list qualification")),
    "reporting": ("indirect", Text("reporting", "reporting")),
    "training": ("indirect", Text("formation", "training")),
    "quality_control": ("indirect", Text("contrôle qualité", "quality control")),
    "sales_time": ("indirect", Text("temps des commerciaux", "sales time")),
    "overhead": ("indirect", Text("frais généraux", "overhead")),
    "media": ("direct", Text("achat média", "media")),
    "creative": ("direct", Text("création", "creative")),
    "event_stand": ("direct", Text("stand", "event stand")),
    "travel": ("direct", Text("déplacements", "travel")),
    "email_tool": ("direct", Text("outil d'e-mailing", "e-mail tool")),
}
