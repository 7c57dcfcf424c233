/** Brings a part of the page in line with new HTML, and leaves what stays the same where it is: focus, scroll, state. */

/** Only what templates/delen gives comes in here, with every value escaped (viewer/web/jinja_js.py). */
const policy = globalThis.trustedTypes?.createPolicy('delen', { createHTML: (html) => html });

/**
 * Elements are matched by id or `data-sleutel`, labels by the field in them, else by place. `data-eigen` on details: open or closed is the
 * visitor's. `data-blijft`: what is inside belongs to a script.
 * @param {Element} target its children become those of html @param {string} html
 */
export const patch = (target, html) => patchChildren(target, parse(html));

/** @param {string} html */
function parse(html) {
  const template = document.createElement('template');
  // eslint-disable-next-line no-restricted-properties -- every value in it is escaped
  template.innerHTML = /** @type {string} */ (/** @type {unknown} */ (policy?.createHTML(html) ?? html));
  return template.content;
}

/** @param {Node} node @returns {string} */
function keyOf(node) {
  if (!(node instanceof Element)) return '';
  if (node.id || node.hasAttribute('data-sleutel')) return node.id || node.getAttribute('data-sleutel') || '';
  const field = node instanceof HTMLLabelElement ? node.querySelector('input') : null;
  return field ? `${field.name}=${field.value}` : '';
}

/** @param {Node} a @param {Node} b */
const alike = (a, b) => a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

/** @param {Element} old @param {Element|DocumentFragment} fresh */
function patchChildren(old, fresh) {
  const wanted = new Set([...fresh.children].map(keyOf).filter(Boolean));
  /** @type {Map<string, Element>} */
  const keyed = new Map();
  for (const child of [...old.children]) {
    const key = keyOf(child);
    // What goes is taken away first: then what stays need not be moved, which would cost it its focus.
    if (key && !wanted.has(key)) child.remove();
    else if (key) keyed.set(key, child);
  }
  let here = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    here = pastBlanks(here, next);
    const match = keyed.get(keyOf(next)) ?? here;
    if (!match || !alike(match, next)) {
      old.insertBefore(next, here);
      continue;
    }
    if (match === here) here = here.nextSibling;
    else old.insertBefore(match, here);
    patchNode(match, next);
  }
  while (here) {
    const gone = here;
    here = here.nextSibling;
    gone.remove();
  }
}

/**
 * The server leaves blanks between elements where the browser writes none: with them every element would seem to have
 * moved, and what moves loses its focus.
 * @param {ChildNode|null} here @param {Node} next
 */
function pastBlanks(here, next) {
  let node = here;
  while (node instanceof Text && next instanceof Element && !node.data.trim()) {
    const blank = node;
    node = node.nextSibling;
    blank.remove();
  }
  return node;
}

/** @param {ChildNode} old @param {Node} next */
function patchNode(old, next) {
  if (!(old instanceof Element) || !(next instanceof Element)) {
    if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name) && !isOwn(old, name)) old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value && !isOwn(old, name)) old.setAttribute(name, value);
  }
  if (old instanceof HTMLInputElement) patchInput(old, /** @type {HTMLInputElement} */ (next));
  if (!old.hasAttribute('data-blijft')) patchChildren(old, next);
  if (old instanceof HTMLSelectElement) old.value = /** @type {HTMLSelectElement} */ (next).value;
}

/** @param {Element} element @param {string} attribute */
const isOwn = (element, attribute) => attribute === 'style' || (attribute === 'open' && element.hasAttribute('data-eigen'));

/** What a visitor changed is a property, no attribute. Never under their fingers. @param {HTMLInputElement} old @param {HTMLInputElement} next */
function patchInput(old, next) {
  if (old.checked !== next.checked) old.checked = next.checked;
  if (old.value !== next.value && old !== document.activeElement) old.value = next.value;
}

/**
 * Brings one row of a list, whose other rows stay, in line with new HTML.
 * @param {Element} target @param {string} html the row, and perhaps a button that belongs to it and follows it
 */
export function patchRow(target, html) {
  const [row, ...rest] = parse(html).children;
  if (target.nextElementSibling instanceof HTMLButtonElement) target.nextElementSibling.remove();
  patchNode(target, row);
  target.after(...rest);
}
