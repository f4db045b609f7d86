"""From the records to the lake: publish what changed, rebuild, verify, tell the state."""

from filon.lake.publish.publishing import Published, publish, rebuild
from filon.lake.publish.status import Status, status
from filon.lake.publish.verify import Difference, verify

__all__ = ["Difference", "Published", "Status", "publish", "rebuild", "status", "verify"]
