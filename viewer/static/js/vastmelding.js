/** In a published copy: leads to the page that was made beforehand, or says that only a server can make it. */

import { el } from './dom.js';
import { adres } from './taal.js';

const { keuzes = '' } = document.documentElement.dataset;
/** What a page can be asked for; what others add to a link is not ours. */
const gevraagd = [...new URLSearchParams(location.search)].filter(([naam, waarde]) => waarde && keuzes.split(' ').includes(naam));
const opAnalyse = document.querySelector('form[name=analyse]') !== null;
if (opAnalyse && gevraagd.length === 1 && ['regio', 'thema', 'hoogstens'].includes(gevraagd[0][0])) {
  location.replace(adres(`/analyse/${new URLSearchParams(gevraagd)}/`) + location.hash);
} else if (gevraagd.length) {
  /** @type {HTMLElement} */ (document.getElementById('inhoud')).prepend(el('p', { class: 'let-op', role: 'status' },
    'Dit is een kopie van de site zonder server. Uw keuze kan hier niet getoond worden: u ziet de gegevens zonder deze keuze.'));
}
