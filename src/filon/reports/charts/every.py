"""The specification of any chart of the pages: every module that draws some is loaded here."""

from filon.reports.charts import experiments, lifetime, maturity, scenarios
from filon.reports.charts.specs import spec

__all__ = ["experiments", "lifetime", "maturity", "scenarios", "spec"]
