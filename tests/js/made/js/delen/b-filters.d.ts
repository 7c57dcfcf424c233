/** js/delen/b-filters.js, which the server makes of templates/delen/b-filters.html when it starts (viewer/web/jinja_js.py). */

type Panel = ReturnType<typeof import('../../../../../viewer/static/js/views/panel.js').panelView>;

export function filtervelden(velden: Panel['filters']): string;
