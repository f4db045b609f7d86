"""Makes the files of the demonstration company from a date and a seed, byte for byte the same each time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from pathlib import Path

import numpy as np

from filon.flows.demo import channels, files, spending, worked_case
from filon.flows.demo.chance import Dice
from filon.flows.demo.dates import Span, at
from filon.flows.demo.dialling import APPOINTMENT, HUMAN, OUTCOMES, USEFUL, Calls, dial, people
from filon.flows.demo.directory import Directory
from filon.flows.demo.selling import Booking, Row, Sales, sell
from filon.flows.demo.story import CALLERS, EMAIL, FAIR, MISSIONS, WORKED_CASE, Mission

SEED = 20_231
