"""How companies write the coded values in their own files: code → other words, compared without case or accents.

A word that may mean two codes stands in no table: it is asked, never guessed.
"""

from collections.abc import Mapping
from typing import TypeAlias

Synonyms: TypeAlias = Mapping[str, tuple[str, ...]]


def _table(**words: str) -> Synonyms:
    return {code: tuple(listed.split(", ")) for code, listed in words.items()}


OUTCOMES = _table(
    no_answer="pas de réponse, aucune réponse, non réponse, ne répond pas, nrp, ne répond plus, no reply, unanswered, "
    "not answered",
    busy="ligne occupée, sonne occupé, line busy",
    voicemail="messagerie, boîte vocale, messagerie vocale, répondeur automatique, répondeur messagerie, "
    "answering machine, voice mail",
    failed="erreur technique, problème technique, appel échoué, call failed",
    wrong_number="mauvais numéro, numéro erroné, numéro invalide, numéro incorrect, numéro non attribué, faux num, "
    "bad number, invalid number",
    gatekeeper="barrage, barrage secrétaire, barrage secrétariat, barrage standardiste, filtrage, filtrage standard",
    absent="absente, décideur absent, interlocuteur absent, contact absent, contact away",
    callback="rappel, à rappeler, rappeler, à rappeler plus tard, rappeler plus tard, demande de rappel, rappel programmé, rappel planifié, rappel prévu, rdv téléphonique de rappel, "
    "call back, callback requested, callback scheduled",
    not_concerned="pas concerné, non concernée, hors cible, hors périmètre, not applicable, out of target, not a fit",
    refused="refus, refusé, a refusé, pas intéressé, non intéressé, pas intéressée, non intéressée, "
    "refusal, declined, not interested",
    information="demande info, demande d'info, demande d'informations, demande d'infos, demande de documentation, "
    "demande de doc, envoi de documentation, envoi documentation, envoi doc, envoi de doc, information requested, "
    "info requested, send information",
    appointment="rdv, rendez-vous, rdv pris, rendez-vous pris, rdv posé, rdv obtenu, rendez-vous obtenu, rdv ok, "
    "rdv fixé, rendez-vous fixé, prise de rdv, prise de rendez-vous, meeting, meeting booked, meeting set, "
    "appointment booked, appointment made",
    do_not_call="ne plus contacter, ne pas appeler, ne pas rappeler, ne plus rappeler, stop, opposition, "
    "liste d'opposition, bloctel, dnc, do not contact, opt out",
)
SEVERAL: Synonyms = {
    "intéressé": ("information", "callback", "appointment"),
    "intéressée": ("information", "callback", "appointment"),
    "interested": ("information", "callback", "appointment"),
    "injoignable": ("no_answer", "voicemail", "wrong_number"),
    "unreachable": ("no_answer", "voicemail", "wrong_number"),
    "message laissé": ("voicemail", "gatekeeper", "absent"),
    "message left": ("voicemail", "gatekeeper", "absent"),
    "échec": ("failed", "refused"),
}
"""Words with several meanings → the codes one may mean, told when it is asked."""
APPOINTMENT_STATUSES = _table(
    booked="prévu, planifié, programmé, pris, fixé, à venir, confirmé, scheduled, planned, upcoming, confirmed",
    rescheduled="décalé, déplacé, replanifié, reprogrammé, reporte, postponed, moved",
    cancelled="annulation, annulé client, annulé par le client, canceled",
    no_show="non tenu, pas venu, absent, client absent, prospect absent, lapin, noshow, missed, not held",
    held="honoré, réalisé, effectué, fait, eu lieu, a eu lieu, done, completed, attended, took place",
)
VALIDATIONS = _table(
    pending="à valider, en cours, non traité, attente, en attente de validation, to validate, to review, waiting",
    validated="oui, ok, accepté, conforme, valide, validation ok, yes, approved, accepted, valid",
    rejected="refusé, non conforme, non validé, invalidé, invalide, ko, refused, invalid, not valid, declined",
)
OPPORTUNITY_STATUSES = _table(
    open="en cours, en discussion, en négociation, négociation, proposition, proposition envoyée, proposition faite, "
    "devis envoyé, devis, qualification, qualifiée, découverte, prospection, à relancer, "
    "in progress, ongoing, negotiation, proposal, proposal sent, quote sent, qualified, discovery, pending",
    won="gagné, signé, signée, signature, vendu, vendue, conclue, conclu, affaire gagnée, closed won, win, signed, sold",
    lost="perdu, abandonnée, abandonné, refusée, refusé, sans suite, affaire perdue, closed lost, abandoned, declined",
)
CHANNELS = _table(
    phone="tél, tel, telephone, phoning, téléprospection, prospection téléphonique, appels, appel, appels sortants, "
    "cold calling, cold call, calls, outbound calls, telemarketing, télémarketing",
    email="mail, courriel, emailing, e-mailing, mailing, campagne e-mail, campagne mail",
    paid_ads="publicité, publicité en ligne, pub, pub en ligne, google ads, adwords, sea, ads, ad, ppc, "
    "paid search, paid media, linkedin ads, meta ads, facebook ads, advertising",
    event="salon, salons, évènement, évènements, événement, événements, évènementiel, foire, webinaire, séminaire, "
    "trade show, trade shows, fair, webinar",
    social="social selling, réseau social, social media, réseaux",
    partner="partenaire, partenariat, partenariats, apporteur d'affaires, prescripteur, revendeur, partners, "
    "partnership, reseller",
    other="autres, divers, others, misc",
)
ORGANISATIONS = _table(
    in_house="en interne, internalisé, équipe interne, internal, inhouse, own team",
    provider="externe, externalisé, sous-traitant, sous-traitance, sous-traité, agence, prestataire externe, "
    "external, outsourced, agency, vendor, contractor",
    platform="logiciel, software, saas",
    mixed="hybride, interne et externe, hybrid, internal and external",
)
CAMPAIGN_KINDS = _table(
    recurring="récurrent, permanente, permanent, continue, continu, fil de l'eau, régulière, always on, "
    "permanent campaign",
    test="pilote, essai, expérimentation, expérimental, ponctuelle test, pilot, trial, experiment",
)
CHANGE_KINDS = _table(
    script="argumentaire, discours, trame d'appel, pitch",
    list="liste, base, base de contacts, fichier d'appel, fichier de contacts, file",
    target="ciblage, segment, targeting",
    team="équipe d'appel, opérateur, opérateurs, téléopérateurs, effectif, staff, operators",
    offer="tarif, prix, promotion, price, pricing",
    slot="créneaux, horaire, horaires, plage horaire, schedule, hours, time slot",
    other="autres, divers, misc",
)
RECURRING_PERIODS = _table(
    month="mensuel, mensuelle, par mois, mensuellement, monthly, per month, m",
    year="annuel, annuelle, par an, année, annuellement, yearly, annual, annually, per year",
)
NATURES = _table(direct="directe, coût direct, directs", indirect="indirecte, coût indirect, indirects")
COST_CATEGORIES = _table(
    list_purchase="achat de fichier, achat fichier, achat fichiers, achat de base, location de fichier, "
    "achat de données, data purchase, leads purchase",
    tool_licence="licence, licences, licence d'outil, licence logiciel, logiciel, logiciels, licences logicielles, crm, "
    "abonnement logiciel, software, software licence, licenses, tool license",
    operator_time="temps opérateur, temps opérateurs, temps téléopérateur, temps téléopérateurs, temps d'appel, "
    "heures d'appel, salaire téléopérateur, salaires téléopérateurs, calling hours, agent time",
    management="management, supervision, superviseur, manager, chef d'équipe, supervisor",
    social_charges="charges patronales, cotisations sociales, cotisations, payroll taxes, social contributions",
    telephony="téléphone, télécom, télécoms, télécommunications, communications, voip, telecom, phone costs",
    infrastructure="matériel, équipement, équipements, equipment",
    provider_fee="prestataire, prestation, prestations, honoraires, honoraires prestataire, sous-traitance, "
    "facture prestataire, forfait prestataire, agency fee, agency fees, provider, subcontracting",
    appointment_fee="coût par rdv, prix par rdv, prix du rdv, rdv facturés, rdv facturé, achat de rdv, achat de rendez-vous, "
    "pay per meeting, cost per appointment",
    script_preparation="script, scripts, préparation script, argumentaire, rédaction du script, script writing",
    list_qualification="qualification fichier, qualification de fichier, nettoyage de fichier, enrichissement, "
    "list cleaning, data cleaning, enrichment",
    reporting="rapports, reports",
    training="formations, coaching",
    quality_control="contrôle de qualité, qualité, écoutes, quality, quality assurance",
    sales_time="temps commercial, temps commerciaux, temps des vendeurs, temps de vente, sales rep time",
    overhead="frais de structure, frais fixes, structure, coûts de structure, overheads, fixed costs",
    media="média, achat d'espace, publicité, pub, google ads, budget média, media spend, ad spend",
    creative="créa, conception, graphisme, visuels, design",
    event_stand="location de stand, location du stand, booth",
    travel="déplacement, frais de déplacement, transport, voyages, travel expenses",
    email_tool="emailing, e-mailing, outil emailing, outil d'emailing, email tool",
)
