/** js/delen/d-paneel.js, which the server makes of templates/delen/d-paneel.html when it starts (viewer/web/jinja_js.py). */

type Panel = ReturnType<typeof import('../../../../../viewer/static/js/views/panel.js').panelView>;

export function kaartjes(paneel: Panel, pad: string): string;
export function chips(paneel: Panel, pad: string): string;
export function lijst(lijst: Panel['lijst'], opnieuw: string): string;
export function lijstregel(regel: Panel['lijst']['groepen'][number]['regels'][number]): string;
export function tijd(tijd: Panel['tijd']): string;
export function kop_aantal(lijst: Panel['lijst']): string;
export function zin_apart(lijst: Panel['lijst']): string;
