"""What a euro spent on B2B calls brings back, and what to change.

In a notebook or a script:

>>> import filon
>>> company = filon.connect("filon-home")
>>> company.take_in("exports/")                      # files or folders, as `filon import`
>>> company.roi(by=["campaign"]).to_pandas()         # the default figures
>>> company.query(["cac"], by=["sector"], where={"channel": "phone"})
>>> company.explain("roi", where={"campaign": "C1"}) # the formula and its inputs
>>> company.check()                                  # what biases the figures
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from filon.faces.notebook import Company

__version__ = "0.1.0"


def connect(home: "str | PathLike[str] | None" = None) -> "Company":
    """Open the company kept in the folder `home` ($FILON_HOME, else ./filon-home); it is made if absent.

    A process serves one home: connecting to another one in the same process raises OneHomeOnly.
    """
    from filon.faces.notebook import open_company

    return open_company(home)
