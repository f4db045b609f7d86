"""What the sentences about contracts have in common."""

from collections.abc import Callable

from filon.insight.biases.facts import ContractFacts, Facts
from filon.insight.biases.phrases import NOT_COMPUTABLE, euros, signed_euros, some
from filon.terms.text import Text, plural


def margin_off(contracts: list[ContractFacts]) -> int | None:
    """Return what the net gain loses without these contracts; None where a margin is unknown."""
    margins = [contract.margin_cents for contract in contracts if contract.margin_cents is not None]
    return -sum(margins) if len(margins) == len(contracts) else None


def margin_rate(facts: Facts, kept: Callable[[ContractFacts], bool] = lambda _contract: True) -> float | None:
    """Return the margin rate of the contracts kept, a ratio of sums; None where no margin is known."""
    priced = [c for c in facts.contracts if c.margin_cents is not None and c.revenue_cents and kept(c)]
    revenue = sum(contract.revenue_cents for contract in priced)
    return sum(contract.margin_cents or 0 for contract in priced) / revenue if revenue else None


def priced_as(cents: int | None, words: Text) -> Text:
    """Say what a change of the net gain is; that it cannot be priced where it is unknown."""
    if cents is None:
        return NOT_COMPUTABLE
    amount = signed_euros(cents)
    return Text(f"{amount.fr} {words.fr}", f"{amount.en} {words.en}")


def many_of(contracts: list[ContractFacts]) -> Text:
    """Return how many contracts there are."""
    return plural(len(contracts), ("contrat", "contrats"), ("contract", "contracts"))


def ids(contracts: list[ContractFacts]) -> str:
    """Return the numbers of the first contracts."""
    return some(contract.id for contract in contracts)


def revenue(contracts: list[ContractFacts]) -> Text:
    """Return their revenue."""
    return euros(sum(contract.revenue_cents for contract in contracts))


def campaigns(contracts: list[ContractFacts]) -> tuple[str, ...]:
    """Return the campaigns that are credited with them."""
    return tuple(sorted({contract.campaign for contract in contracts if contract.campaign}))
