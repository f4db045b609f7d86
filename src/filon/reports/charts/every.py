"""The specification of any chart of the pages: every module that draws some is loaded here."""

from filon.reports.charts import lifetime, maturity
from filon.reports.charts.specs import spec

__all__ = ["lifetime", "maturity", "spec"]
