"""The methods behind intervals, in words; files and JSON keep their identifiers."""

from filon.terms.text import Text

_WORDS = {
    "wilson": Text("score de Wilson", "Wilson score"),
    "garwood": Text("Poisson exact, de Garwood", "exact Poisson, Garwood's"),
    "at least (garwood)": Text("au moins : Poisson exact, de Garwood", "at least: exact Poisson, Garwood's"),
    "poisson exact": Text("Poisson exact", "exact Poisson"),
    "student": Text("moyenne, de Student", "mean, Student's"),
    "student, log": Text("moyenne, de Student sur le logarithme", "mean, Student's on the log"),
    "newcombe": Text("différence, de Newcombe", "difference, Newcombe's"),
    "fay-feuer": Text("somme pondérée, de Fay et Feuer", "weighted sum, Fay and Feuer's"),
    "fay-feuer, mover": Text("rapport de sommes, de Fay et Feuer", "ratio of sums, Fay and Feuer's"),
    "delta, contracts": Text("méthode delta, par contrat", "delta method, by contract"),
    "delta, customers": Text("méthode delta, par client", "delta method, by customer"),
    "delta, operator-days": Text(
        "méthode delta, par journée d'opérateur", "delta method, by day of an operator"
    ),
}


def method(name: str) -> Text:
    """Return a method in words; one without words as it is named."""
    return _WORDS.get(name, Text(name, name))
