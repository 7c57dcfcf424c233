"""What the API takes and gives, as the OpenAPI description tells it: marshmallow schemas and parameters."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from viewer.column import Column, Kind
from viewer.columns import API
from viewer.filters import FILTERS, Filter
from viewer.limits import MAX_PAGE_SIZE, MAX_PARTICIPANTS, PAGE_SIZE
from viewer.selection import MAX_TEKST, MAX_WAARDEN


def _text(wat: str, leeg: bool = False) -> fields.String:
    return fields.String(allow_none=leeg, metadata={"description": wat})


def _number(wat: str, leeg: bool = False) -> fields.Integer:
    return fields.Integer(allow_none=leeg, metadata={"description": wat})


def _day(wat: str, leeg: bool = False) -> fields.Date:
    return fields.Date(allow_none=leeg, metadata={"description": wat})


def _share(wat: str) -> fields.Float:
    return fields.Float(allow_none=True, metadata={"description": wat})


def _links() -> fields.Dict:
    return fields.Dict(metadata={"description": "HAL-koppelingen: `self`, `pagina` en verwante bronnen"})


class DeelnemerSchema(Schema):
    """Who takes part in a samenwerkingsverband."""

    code = _text("Code, bijvoorbeeld GM0193; leeg voor wie er geen heeft", leeg=True)
    naam = _text("Naam")
    soort = _text("gemeente, provincie, waterschap, ministerie, samenwerkingsorgaan of overig")
    provincie = _text("Provincie van een gemeente; van een die niet meer bestaat die van nu", leeg=True)
    van = _day("Eerste dag van de deelname; leeg als de bron die niet noemt", leeg=True)


class VerwijzingSchema(Schema):
    """A samenwerkingsverband by name."""

    id = _text("Vaste id")
    slug = _text("Deel van het adres")
    naam = _text("Naam")
    _links = _links()


class GemeenteSchema(Schema):
    """A gemeente in a list."""

    code = _text("Code, bijvoorbeeld GM0193")
    slug = _text("Deel van het adres")
    naam = _text("Naam")
    provincie = _text("Provincie")
    inwoners = _number("Aantal inwoners")
    aantal = _number("Aan hoeveel samenwerkingsverbanden zij meedoet")
    aantal_register = _number("Aan hoeveel daarvan volgens het register")
    _links = _links()


class GemeenteHeelSchema(GemeenteSchema):
    """A gemeente with everything."""

    plaatsen = fields.List(fields.String(), metadata={"description": "Plaatsen in de gemeente"})
    samenwerkingsverbanden = fields.List(
        fields.Nested(VerwijzingSchema), metadata={"description": "Waaraan zij meedoet"}
    )
    peildatum = _day("Dag waarvoor het antwoord geldt")


def _column(column: Column) -> fields.Field[Any]:
    """How the API tells of a column of a samenwerkingsverband."""
    wat = column.meaning.removesuffix(".")
    if column.kind is Kind.LIST:
        return fields.List(fields.String(), metadata={"description": wat})
    if column.kind is Kind.YES_NO:
        return fields.Boolean(metadata={"description": wat})
    kinds: dict[Kind, type[fields.Field[Any]]] = {Kind.DAY: fields.Date, Kind.NUMBER: fields.Integer}
    return kinds.get(column.kind, fields.String)(allow_none=column.empty, metadata={"description": wat})


SamenwerkingsverbandSchema: type[Schema] = Schema.from_dict(
    {
        **{column.name: _column(column) for column in API},
        "deelnemers": fields.List(fields.Nested(DeelnemerSchema), metadata={"description": "Wie meedoet op de dag"}),
        "_links": _links(),
    },
    name="Samenwerkingsverband",
)
"""A samenwerkingsverband with its participants on the day."""


class WoordSchema(Schema):
    """A word of the register, explained."""

    slug = _text("In adressen")
    naam = _text("Naam")
    uitleg = _text("Wat het betekent")


class OrgaanSchema(WoordSchema):
    """An organ that takes part."""

    alle = fields.Boolean(metadata={"description": "Of dit van alle deelnemers meedoet"})
    van = fields.List(fields.String(), metadata={"description": "Anders: van welke deelnemers"})


class GrondslagSchema(Schema):
    """A law."""

    naam = _text("Naam van de wet")
    adres = _text("Waar zij staat", leeg=True)


class BesluitSchema(Schema):
    """A text."""

    soort = _text("regeling (de tekst met haar wijzigingen) of bekendmaking")
    naam = _text("Waar het staat")
    adres = _text("Adres")


class SociaalSchema(Schema):
    """A page on a social medium."""

    naam = _text("Waar het is")
    adres = _text("Adres")


class LichaamSchema(Schema):
    """The body of a samenwerkingsverband, and how to reach it."""

    naam = _text("Naam")
    bezoekadres = _text("Waar het zit", leeg=True)
    postadres = _text("Waar post heen moet", leeg=True)
    telefoon = _text("Telefoonnummer", leeg=True)
    email = _text("E-mailadres", leeg=True)
    contactformulier = _text("Adres van het formulier", leeg=True)
    website = _text("Website", leeg=True)
    kvk = _text("Nummer bij de Kamer van Koophandel", leeg=True)
    rsin = _text("Nummer van de rechtspersoon", leeg=True)
    woo = _text("Pagina over de Wet open overheid", leeg=True)
    organogram = _text("Adres van het organogram", leeg=True)
    sociale_media = fields.List(fields.Nested(SociaalSchema))
    nagekeken = _day("Wanneer deze gegevens zijn nagekeken", leeg=True)


class DossierSchema(Schema):
    """What the register knows of the version in force on the day, or else of the last one before."""

    bron_id = _text("systeemId van de versie")
    bron_url = _text("Waar zij in het register staat")
    bevoegdheden = fields.List(fields.Nested(WoordSchema), metadata={"description": "Hoe bevoegdheden overgingen"})
    organen = fields.List(fields.Nested(OrgaanSchema), metadata={"description": "Welk bestuur van wie meedoet"})
    regeling = fields.Nested(
        WoordSchema, allow_none=True, metadata={"description": "Raadsregeling, collegeregeling ..."}
    )
    grondslagen = fields.List(fields.Nested(GrondslagSchema), metadata={"description": "De wetten waarop het rust"})
    besluiten = fields.List(fields.Nested(BesluitSchema), metadata={"description": "De tekst en haar bekendmakingen"})
    bronhouder = _text("Wie de gegevens in het register bijhoudt", leeg=True)
    bronhouder_url = _text("Waar die in het register staat", leeg=True)
    archiefzorgdrager = _text("Wie voor het archief zorgt", leeg=True)
    nagekeken = _day("Wanneer de gegevens zijn nagekeken", leeg=True)
    lang_geleden = fields.Boolean(metadata={"description": "Of dat meer dan een jaar voor de dag van het register was"})
    gewijzigd = _day("Wanneer de gegevens veranderden", leeg=True)
    orgaan = fields.Nested(
        LichaamSchema, allow_none=True, metadata={"description": "De organisatie; leeg als er geen is"}
    )


SamenwerkingsverbandHeelSchema: type[Schema] = SamenwerkingsverbandSchema.from_dict(
    {
        "dossier": fields.Nested(
            DossierSchema, allow_none=True, metadata={"description": "Leeg: niet in het register"}
        ),
        "peildatum": _day("Dag waarvoor het antwoord geldt"),
    },
    name="SamenwerkingsverbandHeel",
)
"""A samenwerkingsverband by itself."""


class RegioSchema(Schema):
    """A region that can be filtered on."""

    slug = _text("Deel van het adres")
    naam = _text("Naam")
    soort = _text("Soort regio")
    gemeenten = fields.List(fields.String(), metadata={"description": "Codes van de gemeenten"})
    _links = _links()


class ThemaSchema(Schema):
    """A subject."""

    slug = _text("Deel van het adres")
    naam = _text("Naam")
    aantal = _number("Aantal samenwerkingsverbanden")


class TaakSchema(Schema):
    """An everyday task."""

    slug = _text("Deel van het adres")
    naam = _text("Naam")
    thema = _text("Onderwerp")
    taakveld = _text("Taakveld van Iv3")
    woorden = fields.List(fields.String(), metadata={"description": "Andere woorden ervoor"})
    aantal = _number("Aantal samenwerkingsverbanden dat dit doet")
    gemeenten = _number("Aantal gemeenten van het gebied waar zij dat doen")
    _links = _links()


class BijdrageSchema(Schema):
    """What a gemeente pays to gemeenschappelijke regelingen."""

    code = _text("Code van een gemeente van nu")
    naam = _text("Naam")
    jaar = _number("Jaar")
    verslagsoort = _text("begroting of jaarrekening")
    inwoners = _number("Inwoners in dat jaar; leeg als dat niet bekend is", leeg=True)
    lasten_keur = _number("Alle lasten, in duizend euro; leeg als er niets is geleverd", leeg=True)
    aan_gr_keur = _number(
        "Aan gemeenschappelijke regelingen, in duizend euro; leeg als dat niet is geboekt of geleverd", leeg=True
    )
    per_inwoner = _share("Hetzelfde in euro per inwoner")
    aandeel = _share("Hetzelfde als deel van alle lasten, van 0 tot 1")
    stand = _text("Wat u moet weten: niet geboekt, niet geleverd, of wie er niet in zit", leeg=True)
    opgeteld_van = fields.List(
        fields.String(), metadata={"description": "Codes van de gemeenten van toen, als hiervoor is opgeteld"}
    )


class VerbindingSchema(Schema):
    """Two gemeenten that share something."""

    a = _text("Code van de ene gemeente; a gaat voor b")
    b = _text("Code van de andere gemeente")
    aantal = _number("Aantal gedeelde samenwerkingsverbanden")
    per_thema = fields.Dict(
        keys=fields.String(), values=fields.Integer(), metadata={"description": "Aantal per onderwerp"}
    )
    samenwerkingsverbanden = fields.List(fields.String(), metadata={"description": "Id's van wat zij delen"})


class GeteldSchema(Schema):
    """What of a choice counts where gemeenten are compared (parameter `ook`)."""

    register = _number("Hoeveel samenwerkingsverbanden uit het register")
    zelf_verzameld = _number("Hoeveel die niet in het register staan; met ook=zelf-verzameld")
    bronnen_van = _number("Jaar van de oudste bron daarvan; leeg als er geen meetellen", leeg=True)
    bronnen_tot = _number("Jaar van de nieuwste bron daarvan; leeg als er geen meetellen", leeg=True)
    niet_geteld = _number("Hoeveel die niet in het register staan, en hier niet meetellen")
    onvolledig = _number("Hoeveel daarvan niet al hun deelnemers bekend hebben; die tellen nooit mee")


class CongruentieGemeenteSchema(Schema):
    """Congruence seen from a gemeente."""

    code = _text("Code")
    naam = _text("Naam")
    aantal = _number("Samenwerkingsverbanden waaraan zij meedoet")
    gelijk = _number("Waarvan gelijk aan de regio")
    binnen = _number("Waarvan binnen de regio")
    snijdt = _number("Waarvan met gemeenten van buiten de regio")
    congruentie = _share("(gelijk + binnen) / aantal")


class AfwijkingSchema(Schema):
    """Where a gemeente does otherwise than most of its region."""

    code = _text("Code van de gemeente")
    samenwerkingsverband = _text("Id")
    doet_mee = fields.Boolean(metadata={"description": "Doet de gemeente mee (en de meeste niet), of andersom"})
    meedoen = _number("Gemeenten van de regio die meedoen")


class LiggingSchema(Schema):
    """How many samenwerkingsverbanden lie how to a region, by whose participation counts."""

    aantal = _number("Samenwerkingsverbanden met een gemeente uit de regio")
    gelijk = _number("Waarvan gelijk aan de regio")
    binnen = _number("Waarvan binnen de regio")
    snijdt = _number("Waarvan met gemeenten van buiten de regio")
    omvat = _number("Deel van snijdt: de hele regio doet mee")
    congruentie = _share("(gelijk + binnen) / aantal")


class CongruentieSchema(LiggingSchema):
    """How the samenwerkingsverbanden lie to a region; the numbers beside `alle` are those of `alle`."""

    slug = _text("Regio")
    naam = _text("Naam van de regio")
    gemeenten = _number("Gemeenten van de regio in het gebied")
    gemeenten_elders = _number("Gemeenten van de regio buiten het gebied")
    alle = fields.Nested(
        LiggingSchema,
        metadata={
            "description": "Alle gemeenten van Nederland die meedoen, tellen; dezelfde getallen als hiernaast. Een "
            "gemeente die niet meer bestaat, telt als die waar zij nu in ligt"
        },
    )
    provincie = fields.Nested(
        LiggingSchema, metadata={"description": "Alsof alleen de gemeenten in het gebied meedoen"}
    )
    per_gemeente = fields.List(fields.Nested(CongruentieGemeenteSchema))
    afwijkingen = fields.List(fields.Nested(AfwijkingSchema))


class VergelekenSchema(Schema):
    """One thing that at least one of the compared has."""

    sleutel = _text("Id van een samenwerkingsverband of code van een gemeente")
    slug = _text("Deel van het adres")
    naam = _text("Naam")
    bij = fields.List(fields.String(), metadata={"description": "Wie van de vergelekenen dit heeft"})
    gedeeld = fields.Boolean(metadata={"description": "Of allemaal dit hebben"})


class OngeldigeParameterSchema(Schema):
    """A parameter that could not be read."""

    name = _text("Naam van de parameter")
    reason = _text("Wat eraan mankeert")


class ProbleemSchema(Schema):
    """An error (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    invalid_params = fields.List(fields.Nested(OngeldigeParameterSchema), data_key="invalid-params")


def list_of(schema: type[Schema], **ook: fields.Field[Any]) -> type[Schema]:
    """A page of a list: `items`, `totaal` (of the whole list), `peildatum`, and what is added."""
    velden: dict[str, fields.Field[Any]] = {
        "items": fields.List(fields.Nested(schema), required=True),
        "totaal": fields.Integer(required=True, metadata={"description": "Lengte van de hele lijst"}),
        "peildatum": fields.Date(required=True, metadata={"description": "Dag waarvoor het antwoord geldt"}),
        **ook,
    }
    gemaakt: type[Schema] = Schema.from_dict(velden, name=f"{schema.__name__.removesuffix('Schema')}Lijst")
    return gemaakt


def _parameter(naam: str, wat: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"in": "query", "name": naam, "description": wat, "required": False, "schema": schema}


def _filter(een: Filter) -> dict[str, Any]:
    woord = {"type": "string"}
    if not een.many:
        return {**_parameter(een.parameter, een.wat, woord), "example": een.voorbeeld}
    lijst = {"type": "array", "items": woord, "maxItems": MAX_WAARDEN}
    parameter = _parameter(een.parameter, een.wat, lijst)
    return {**parameter, "style": "form", "explode": True, "example": [een.voorbeeld]}


_DAG = {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2})?$", "example": "2026-05-16"}  # empty: as if not there
KEUZE = [
    *map(_filter, FILTERS.values()),
    _parameter("peildatum", "Stand op deze dag; anders de dag van het register", _DAG),
    _parameter("q", "Zoekwoorden", {"type": "string", "maxLength": MAX_TEKST}),
]
"""The one set of parameters that every page, download and list takes."""

PAGINERING = [
    _parameter("pagina", "Bladzijde, vanaf 1", {"type": "integer", "minimum": 1, "maximum": 1_000_000}),
    _parameter(
        "perPagina",
        "Hoeveel per bladzijde",
        {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE},
    ),
]
VELDEN = [_parameter("fields", "Alleen deze velden, met komma's ertussen", {"type": "string", "maxLength": MAX_TEKST})]
HOOGSTENS = [
    _parameter(
        "hoogstens",
        "Laat weg wat meer deelnemers heeft dan dit",
        {"type": "integer", "minimum": 1, "maximum": MAX_PARTICIPANTS},
    )
]
VERSLAG = [
    _parameter(
        "jaar",
        "Welk jaar; zonder dit het laatste van de verslagsoort",
        {"type": "integer", "minimum": 2004, "maximum": 2100},
    ),
    _parameter(
        "verslagsoort",
        "Welk verslag",
        {"type": "string", "enum": ["begroting", "jaarrekening"], "default": "jaarrekening"},
    ),
]
DAGEN = [
    _parameter("van", "Vergelijk dagen: de eerste", _DAG),
    _parameter("tot", "Vergelijk dagen: de tweede", _DAG),
]
