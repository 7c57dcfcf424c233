/** js/delen/e-tabel.js, which the server makes of templates/delen/e-tabel.html when it starts (viewer/web/jinja_js.py). */

type Table = ReturnType<typeof import('../../../../../viewer/static/js/views/table.js').tableView>;

export function tabel(tabel: Table): string;
