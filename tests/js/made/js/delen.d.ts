/** js/delen.js, which the server makes of templates/delen when it starts (viewer/web/jinja_js.py): a function per macro. */

type Panel = ReturnType<typeof import('../../../../viewer/static/js/views/panel.js').panelView>;
type Form = ReturnType<typeof import('../../../../viewer/static/js/views/form.js').formView>;
type Table = ReturnType<typeof import('../../../../viewer/static/js/views/table.js').tableView>;
type Ties = ReturnType<typeof import('../../../../viewer/static/js/views/ties.js').tiesView>;

export function kaartjes(paneel: Panel): string;
export function chips(paneel: Panel, pad: string): string;
export function lijst(lijst: Panel['lijst'], opnieuw: string): string;
export function lijstregel(regel: Panel['lijst']['groepen'][number]['regels'][number]): string;
export function tijd(tijd: Panel['tijd']): string;
export function filtervelden(velden: Panel['filters']): string;
export function keuzevelden(formulier: Form, open?: string): string;
export function tabel(tabel: Table): string;
export function verbindingen(ties: Ties): string;
export function verbinding(paar: Ties['paren'][number]): string;
export function telling(ties: Ties): string;
export function drempel(ties: Ties): string;
export function regel(insluiten: ReturnType<typeof import('../../../../viewer/static/js/views/embed.js').embedView>): string;
