/** On a phone the panel is a drawer over the map: dragged by its grip, or set by two buttons. */

/** @typedef {'laag'|'half'|'hoog'} Stand how much of the screen the drawer takes */

/** @type {Stand[]} */
const STANDEN = ['laag', 'half', 'hoog'];
const SMAL = matchMedia('(max-width: 48rem) and (min-height: 30.01rem)');
/** Less than this many pixels is a tap, not a drag. */
const TIK = 6;

/**
 * @param {HTMLElement} paneel the drawer
 * @param {{meld: (zin: string) => void, verzet: () => void}} opties meld: says what changed; verzet: after a change
 */
export function makeDrawer(paneel, { meld, verzet }) {
  const wortel = document.documentElement;
  const kaartvak = /** @type {HTMLElement} */ (document.querySelector('.kaartvak'));
  const greep = /** @type {HTMLElement} */ (document.getElementById('greep'));
  const knoppen = [...greep.querySelectorAll('button')];
  const zeg = { laag: 'Lijst klein: de kaart is groot.', half: 'Kaart en lijst even groot.', hoog: 'Lijst groot: de kaart is bedekt.' };
  /** @type {Stand} */
  let stand = 'half';

  /** @param {Stand} naar */
  function zet(naar, stil = false) {
    stand = naar;
    wortel.dataset.drawer = naar;
    paneel.style.height = '';
    knoppen[0].setAttribute('aria-disabled', String(naar === 'laag'));
    knoppen[1].setAttribute('aria-disabled', String(naar === 'hoog'));
    if (stil) return;
    meld(zeg[naar]);
    verzet();
  }

  greep.addEventListener('click', ({ target }) => {
    const knop = /** @type {HTMLElement} */ (target).closest('button');
    if (!knop || !SMAL.matches) return;
    const plek = STANDEN.indexOf(stand) + (knop.dataset.drawer === 'groter' ? 1 : -1);
    if (STANDEN[plek]) zet(STANDEN[plek]);
  });

  /** @type {{y: number, hoogte: number, ver: number}|null} */
  let sleep = null;
  greep.addEventListener('pointerdown', (gebeurtenis) => {
    if (!SMAL.matches || /** @type {HTMLElement} */ (gebeurtenis.target).closest('button')) return;
    greep.setPointerCapture(gebeurtenis.pointerId);
    sleep = { y: gebeurtenis.clientY, hoogte: paneel.offsetHeight, ver: 0 };
  });
  /** @param {PointerEvent} gebeurtenis */
  const schuif = ({ clientY }) => {
    if (!sleep) return;
    sleep.ver = sleep.y - clientY;
    wortel.classList.add('sleept');
    paneel.style.height = `${Math.max(64, Math.min(ruimte(), sleep.hoogte + sleep.ver))}px`;
  };
  greep.addEventListener('pointermove', schuif);
  /** @param {PointerEvent} gebeurtenis */
  const los = (gebeurtenis) => {
    if (!sleep) return;
    // A quick hand lets go before its last move was told.
    if (gebeurtenis.type === 'pointerup') schuif(gebeurtenis);
    const { ver } = sleep;
    sleep = null;
    wortel.classList.remove('sleept');
    if (Math.abs(ver) < TIK) return zet(stand === 'laag' ? 'half' : 'laag');
    const deel = paneel.offsetHeight / ruimte();
    return zet(deel < 0.33 ? 'laag' : deel < 0.76 ? 'half' : 'hoog');
  };
  greep.addEventListener('pointerup', los);
  greep.addEventListener('pointercancel', los);

  // What has the focus is never under the drawer, nor under its edge.
  paneel.addEventListener('focusin', ({ target }) => {
    if (SMAL.matches && stand === 'laag' && !greep.contains(/** @type {Node} */ (target))) zet('half', true);
  });
  kaartvak.addEventListener('focusin', () => {
    if (SMAL.matches && stand === 'hoog') zet('half', true);
  });

  const ruimte = () => kaartvak.offsetHeight;
  zet('half', true);
}
