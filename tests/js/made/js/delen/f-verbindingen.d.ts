/** js/delen/f-verbindingen.js, which the server makes of templates/delen/f-verbindingen.html when it starts (viewer/web/jinja_js.py). */

type Ties = ReturnType<typeof import('../../../../../viewer/static/js/views/ties.js').tiesView>;

export function verbindingen(ties: Ties): string;
export function verbinding(paar: Ties['paren'][number]): string;
export function telling(ties: Ties): string;
export function drempel(ties: Ties): string;
