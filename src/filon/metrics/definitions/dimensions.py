"""What figures can be split and filtered by."""

from filon.metrics.language.dimension import Dimension, Kind
from filon.terms.choices import CAMPAIGN_KINDS, CHANNELS, ORGANISATIONS
from filon.terms.text import Text

_WEEKDAYS = {
    str(number): Text(fr, en)
    for number, (fr, en) in enumerate(
        (
            ("lundi", "Monday"),
            ("mardi", "Tuesday"),
            ("mercredi", "Wednesday"),
            ("jeudi", "Thursday"),
            ("vendredi", "Friday"),
            ("samedi", "Saturday"),
            ("dimanche", "Sunday"),
        ),
        start=1,
    )
}
_HOURS = {str(hour): Text(f"{hour} h", f"{hour}:00") for hour in range(24)}
_K = Kind

DIMENSIONS = (
    Dimension("campaign", Text("campagne", "campaign"), _K.CAMPAIGN),
    Dimension("client", Text("client", "client"), _K.CAMPAIGN),
    Dimension("channel", Text("canal", "channel"), _K.CAMPAIGN, CHANNELS),
    Dimension("organisation", Text("organisation", "organisation"), _K.CAMPAIGN, ORGANISATIONS),
    Dimension("kind", Text("type de campagne", "kind of campaign"), _K.CAMPAIGN, CAMPAIGN_KINDS),
    Dimension("offer", Text("offre", "offer"), _K.CAMPAIGN),
    Dimension("target", Text("cible", "target"), _K.CAMPAIGN),
    Dimension("operator", Text("opérateur", "operator"), _K.CALL, whole=True),
    Dimension("script", Text("script", "script"), _K.CALL),
    Dimension("list", Text("fichier", "list"), _K.CALL),
    Dimension("variant", Text("variante", "variant"), _K.CALL),
    Dimension("weekday", Text("jour de la semaine", "weekday"), _K.CALL, _WEEKDAYS, whole=True),
    Dimension("hour", Text("heure locale", "local hour"), _K.CALL, _HOURS, whole=True),
    Dimension("sector", Text("secteur", "sector"), _K.CONTACT),
    Dimension("size_band", Text("taille d'entreprise", "company size"), _K.CONTACT),
    Dimension("region", Text("région", "region"), _K.CONTACT),
    Dimension("country", Text("pays", "country"), _K.CONTACT),
    Dimension("day", Text("jour", "day"), _K.TIME),
    Dimension("week", Text("semaine ISO", "ISO week"), _K.TIME),
    Dimension("month", Text("mois", "month"), _K.TIME),
    Dimension("quarter", Text("trimestre", "quarter"), _K.TIME),
    Dimension("year", Text("année", "year"), _K.TIME),
    Dimension("product", Text("produit", "product"), _K.DEAL),
    Dimension("sales_rep", Text("commercial", "sales representative"), _K.DEAL, whole=True),
    Dimension("refusal_reason", Text("motif de refus", "refusal reason"), _K.ATTEMPT),
    Dimension("outcome", Text("résultat d'appel", "call outcome"), _K.ATTEMPT),
    Dimension("attempt_number", Text("rang de la tentative", "attempt number"), _K.ATTEMPT, whole=True),
)
