import { type Branch, namesOf, type View } from '../report/page/branches.ts';
import { crumbs } from '../report/page/labels.ts';
import { hashOf } from '../report/page/place.ts';
import { MEANINGS } from '../report/page/words.ts';
import { printable } from '../tree/printable.ts';
import { type Content, h } from './dom.ts';

const VIEWS: readonly (readonly [View, string])[] = [
  ['package', 'By package'],
  ['folder', 'By folder'],
  ['left', 'Left out'],
];

/** Links to the views; one is on. */
export function viewLinks(on: View): Content {
  const link = ([view, name]: (typeof VIEWS)[number]) =>
    h('a', { href: hashOf({ view, names: [] }), 'aria-current': view === on && 'true' }, name);
  return list(VIEWS.map(link), 'ul');
}

/** Shows the breadcrumbs of a branch as links. */
export function wayDown(branch: Branch, view: View, chosen: Branch): Content {
  const links = crumbs(branch, view).map(({ branch: at, label }) =>
    h(
      'a',
      { href: hashOf({ view, names: namesOf(at) }), 'aria-current': at === chosen && 'location' },
      printable(label),
    ),
  );
  return list(links, 'ol');
}

/** Shows the legend of the map's colours. */
export function legend(): HTMLElement {
  const items = Object.entries(MEANINGS).map(([meaning, words]) =>
    h('li', {}, h('span', { class: `dot ${meaning}` }), words),
  );
  return h('ul', { class: 'legend', 'aria-label': 'Colours: what files are kept as' }, items);
}

function list(links: readonly HTMLElement[], tag: 'ul' | 'ol'): HTMLElement {
  return h(
    tag,
    {},
    links.map((link) => h('li', {}, link)),
  );
}
