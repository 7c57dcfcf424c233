/** js/delen/b-keuzes.js, which the server makes of templates/delen/b-keuzes.html when it starts (viewer/web/jinja_js.py). */

type Form = ReturnType<typeof import('../../../../../viewer/static/js/views/form.js').formView>;

export function keuzevelden(formulier: Form, open?: string): string;
