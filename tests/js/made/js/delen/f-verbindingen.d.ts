/** js/delen/f-verbindingen.js, which the server makes of templates/delen/f-verbindingen.html when it starts (viewer/web/jinja_js.py). */

type Verbindingen = ReturnType<typeof import('../../../../../viewer/static/js/views/verbindingen.js').verbindingenView>;
type Summary = ReturnType<typeof import('../../../../../viewer/static/js/views/verbindingen.js').summaryView>;

export function verbindingen(view: Verbindingen): string;
export function verbinding(paar: Verbindingen['paren'][number]): string;
export function telling(view: Summary): string;
export function drempel(view: Summary): string;
