"""Everything that can go wrong, as classes that carry facts; the edge words them in Dutch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class KaartError(Exception):
    """Base of all errors that a user of this project can cause or solve.

    `str()` gives one Dutch line that says what is wrong and what to do about it.
    """


@dataclass(frozen=True, order=True)
class Fout:
    """One fault in a data package.

    bestand: file name inside the package; rij: 1-based row as a spreadsheet shows it (the heading
    is row 1), or the 1-based feature number of a GeoJSON file, 0 for the file as a whole;
    kolom: column or property name, empty when the fault is not in one; wat: what is wrong;
    doe: what to do about it.
    """

    bestand: str
    rij: int
    kolom: str
    wat: str
    doe: str

    def __str__(self) -> str:
        plaats = self.bestand
        if self.rij:
            plaats += f", rij {self.rij}"
        if self.kolom:
            plaats += f", kolom {self.kolom}"
        return f"{plaats}: {self.wat} {self.doe}".rstrip()


class BadPackage(KaartError):
    """The data package does not hold together; `fouten` lists every fault found."""

    def __init__(self, folder: Path, fouten: Sequence[Fout]) -> None:
        self.map = folder
        self.fouten = tuple(fouten)
        super().__init__(folder, fouten)

    def __str__(self) -> str:
        return "\n".join(str(fout) for fout in self.fouten)


class BadSource(KaartError):
    """A source file cannot be used: it is not what it should be, or holds something unsafe."""

    def __init__(self, bron: str, wat: str, doe: str = "") -> None:
        self.bron, self.wat, self.doe = bron, wat, doe
        super().__init__(bron, wat, doe)

    def __str__(self) -> str:
        return f"{self.bron}: {self.wat} {self.doe}".rstrip()


class BrokenChain(BadSource):
    """The versions of a regeling point at each other in a way that is no chain."""


class WrongCrs(BadSource):
    """Geometry without a coordinate reference system, or in one that the step cannot use."""


class BrokenCoverage(BadSource):
    """Gemeenten overlap or leave slivers between them."""


class BadTarget(KaartError):
    """A folder to write in holds something that must not be replaced."""

    def __init__(self, folder: Path, wat: str) -> None:
        self.map, self.wat = folder, wat
        super().__init__(folder, wat)

    def __str__(self) -> str:
        return f"{self.map} {self.wat} Kies een lege of nieuwe map."


class InstalledFolder(KaartError):
    """A data folder that lies in the installed program, where an upgrade would throw away what an import puts there."""

    def __init__(self, folder: Path) -> None:
        self.map = folder
        super().__init__(folder)

    def __str__(self) -> str:
        return (
            f"{self.map} hoort bij het geïnstalleerde programma; een nieuwe versie daarvan gooit weg wat hier komt. "
            "Kies een eigen map met KAART_DATA of --data (gegevens kopieer MAP maakt er een)."
        )


class BadSetting(KaartError):
    """A setting in `kaart.toml` or the environment is unknown or has an impossible value; soort: what naam names."""

    def __init__(self, naam: str, wat: str, doe: str = "", soort: str = "Instelling") -> None:
        self.naam, self.wat, self.doe, self.soort = naam, wat, doe, soort
        super().__init__(naam, wat, doe)

    def __str__(self) -> str:
        return f"{self.soort} {self.naam}: {self.wat} {self.doe}".rstrip()


class BadSettings(KaartError):
    """The settings cannot be used; `fouten` lists everything that is wrong with them."""

    def __init__(self, fouten: Sequence[BadSetting]) -> None:
        self.fouten = tuple(fouten)
        super().__init__(fouten)

    def __str__(self) -> str:
        return "\n".join(str(fout) for fout in self.fouten)


class BadPort(KaartError):
    """The server cannot listen at the address that it was given."""

    def __init__(self, host: str, port: int, wat: str, doe: str) -> None:
        self.host, self.port, self.wat, self.doe = host, port, wat, doe
        super().__init__(host, port, wat, doe)

    def __str__(self) -> str:
        return f"Poort {self.port} op {self.host}: {self.wat} {self.doe}".rstrip()


@dataclass(frozen=True)
class BadValue:
    """One query parameter with a value that the map does not know. wat: as a machine is told; mens: as
    people are, when that is something else."""

    parameter: str
    waarde: str
    wat: str
    mens: str = ""


class BadSelection(KaartError):
    """Query parameters that do not make a selection; `waarden` names each of them."""

    def __init__(self, waarden: Sequence[BadValue]) -> None:
        self.waarden = tuple(waarden)
        super().__init__(waarden)

    def __str__(self) -> str:
        return " ".join(w.wat for w in self.waarden)


class ImportBusy(KaartError):
    """Another import holds the lock on the data folder."""

    def __init__(self, folder: Path) -> None:
        self.map = folder
        super().__init__(folder)

    def __str__(self) -> str:
        return f"{self.map}: er loopt al een import in deze map. Wacht tot die klaar is en probeer het dan opnieuw."
