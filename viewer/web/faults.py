"""What goes wrong: a page for people, a problem for machines."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from viewer.errors import BadPackage, BadSelection
from viewer.web.address import located, own_address
from viewer.web.answers import NOTES, for_machines, not_kept, problem
from viewer.web.leads import Unknown

_FOR_MACHINES = {
    404: "Dit adres is er niet.",
    405: "Dit adres is alleen om te lezen.",
    500: "Er ging iets mis bij ons.",
    503: "De gegevens zijn nu niet te gebruiken. Probeer het later nog eens.",
}
_FOR_PEOPLE = {
    404: ("Deze pagina is er niet", "Misschien is het adres verkeerd overgenomen of bestaat het niet meer."),
    405: ("Dit kan niet op dit adres", "Deze pagina is alleen om te lezen."),
    414: ("Dit adres is te lang", "Begin op de kaart en kies daar opnieuw."),
    500: ("Er ging iets mis bij ons", "Probeer het later nog eens. Wij hebben er een melding van."),
    503: ("De kaart is er nu even niet", "De gegevens zijn nu niet te gebruiken. Probeer het later nog eens."),
}
_AGAIN_S = 60
"""After how many seconds it makes sense to ask again, when there are no good data at all."""

_OTHERWISE = ("Dit lukt niet", "Dit verzoek kan de kaart niet beantwoorden.")


def install(app: Flask) -> None:
    """Answers every error of an application."""

    @app.errorhandler(BadSelection)
    def bad_selection(fault: BadSelection) -> Response:
        if not for_machines(request.path):
            return _page("Dat kunnen wij niet tonen", [value.wat for value in fault.waarden], 400)
        names = [{"name": value.parameter, "reason": value.wat} for value in fault.waarden]
        return problem(400, "Ongeldige parameter", str(fault), names)

    @app.errorhandler(BadPackage)
    def no_good_data(_: BadPackage) -> HTTPException | Response:
        """What is wrong with them is for who keeps them: `/gezondheid` and the log tell it."""
        return http_error(ServiceUnavailable(retry_after=_AGAIN_S))

    @app.errorhandler(HTTPException)
    def http_error(fault: HTTPException) -> HTTPException | Response:
        code = fault.code or 500
        if code < 400:
            return fault
        if for_machines(request.path):
            return _problem(fault, code)
        title, what = _FOR_PEOPLE.get(code, _OTHERWISE)
        if isinstance(fault, Unknown):
            return _page(title, [fault.what], code, fault.links)
        return _with_headers(_page(title, [what], code), fault)


def _page(title: str, what: list[str], code: int, links: Iterable[tuple[str, str]] = ()) -> Response:
    """links: (address from the slash on, words) of what is perhaps meant."""
    text = render_template("fout.html", titel=title, wat=what, links=list(links), fout=True, lijsten=code == 404)
    content = text.encode().replace(NOTES.encode(), b"")
    return Response(located(content, own_address()), status=code, content_type="text/html; charset=utf-8")


def _problem(fault: HTTPException, code: int) -> Response:
    own = fault.description if fault.description != type(fault).description else None
    return _with_headers(problem(code, fault.name, own or _FOR_MACHINES.get(code, fault.name)), fault)


def _with_headers(answer: Response, fault: HTTPException) -> Response:
    """With the headers that belong to a fault (such as Allow); what is a fault of ours is true only now."""
    for name, value in fault.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return not_kept(answer) if answer.status_code >= 500 else answer
