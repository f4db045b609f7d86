"""The contacts of the demonstration, all fictitious, on numbers reserved for fiction."""

from filon.flows.demo.chance import Dice, Whole
from filon.flows.demo.dialling import People
from filon.flows.demo.selling import Row
from filon.flows.demo.story import REGIONS, SIZE_BANDS, Mission

# Ranges that the French regulator keeps for works of fiction; each holds ten thousand numbers.
_RANGES = ("0465 71", "0199 00", "0353 01", "0261 91", "0536 49")
_HEADS = ("Ateliers", "Établissements", "Société", "Groupe", "Maison", "Comptoir", "Union", "Atelier")
_TAILS = ("Bellecombe", "Chazelles", "Dombes", "Forez", "Gier", "Monts d'Or", "Pilat", "Saône", "Turdine",
          "Vercors", "Beaujolais", "Bugey", "Charolais", "Dauphiné", "Lyonnais", "Ardèche")  # fmt: skip
_FIRST = ("Anne", "Bernard", "Claire", "Denis", "Estelle", "François", "Hélène", "Julien", "Karim", "Laure",
          "Marc", "Nadia", "Olivier", "Pascale", "Rémi", "Sophie", "Thomas", "Valérie")  # fmt: skip
_LAST = ("Martin", "Bernard", "Dubois", "Thomas", "Robert", "Richard", "Petit", "Durand", "Leroy", "Moreau",
         "Simon", "Laurent", "Lefebvre", "Michel", "Garcia", "Roux", "Fontaine", "Chevalier")  # fmt: skip
_TITLES = (
    "Responsable technique",
    "Directeur de site",
    "Gérant",
    "Responsable maintenance",
    "DAF",
    "Acheteuse",
)


class Directory:
    """Makes contacts and remembers how many."""

    def __init__(self, dice: Dice) -> None:
        self._dice, self.rows = dice, list[Row]()

    def register(self, mission: Mission, whom: People) -> list[str]:
        """Add the contacts of a phone mission and return their ids, in order."""
        sizes, regions = [band for band, *_ in SIZE_BANDS], [region for region, *_ in REGIONS]
        return self._add(
            [mission.lots[i].code for i in whom.lot],
            [mission.sectors[i] for i in whom.sector],
            [sizes[i] for i in whom.size_band],
            [regions[i] for i in whom.region],
        )

    def leads(self, list_code: str, count: int) -> list[str]:
        """Add contacts that came by another channel, of whom little is known."""
        unknown: list[str | None] = [None] * count
        return self._add([list_code] * count, unknown, unknown, [REGIONS[0][0]] * count)

    def _add(self, *columns: list[str] | list[str | None]) -> list[str]:
        begin, count = len(self.rows), len(columns[0])
        names = [self._indices(len(words), count) for words in (_HEADS, _TAILS, _FIRST, _LAST, _TITLES)]
        for i, (lot, sector, size, region) in enumerate(zip(*columns, strict=True)):
            head, tail, first, last, title = (int(indices[i]) for indices in names)
            number = begin + i
            self.rows.append(
                {
                    "contact_id": f"CT-{number + 1:06d}",
                    "company": f"{_HEADS[head]} {_TAILS[tail]} {number + 1}",
                    "sector": sector,
                    "size_band": size,
                    "region": region,
                    "country": "FR",
                    "first_name": _FIRST[first],
                    "last_name": _LAST[last],
                    "job_title": _TITLES[title],
                    "phone": _phone(number),
                    "email": f"contact{number + 1}@entreprise.example",
                    "list_code": lot,
                }
            )
        return [row["contact_id"] for row in self.rows[begin:]]

    def _indices(self, size: int, count: int) -> Whole:
        indices: Whole = (self._dice.uniform(count) * size).astype("int64")
        return indices


def _phone(number: int) -> str:
    digits = _RANGES[number // 10_000].replace(" ", "") + f"{number % 10_000:04d}"
    return " ".join(digits[i : i + 2] for i in range(0, 10, 2))
