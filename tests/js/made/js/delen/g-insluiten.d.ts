/** js/delen/g-insluiten.js, which the server makes of templates/delen/g-insluiten.html when it starts (viewer/web/jinja_js.py). */

export function regel(insluiten: ReturnType<typeof import('../../../../../viewer/static/js/views/embed.js').embedView>): string;
