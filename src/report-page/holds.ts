import { type Branch, descend, divide, namesOf, shownIn, type View } from '../report/page/branches.ts';
import { above } from '../report/page/labels.ts';
import type { Model } from '../report/page/model.ts';
import { hashOf, type Place, placeOf, START } from '../report/page/place.ts';
import { h, refill } from './dom.ts';
import { inspect } from './inspector.ts';
import { newTreemap } from './treemap.ts';
import { legend, viewLinks, wayDown } from './ways.ts';

/** Shows the map of the image with the facts about the chosen part; both follow the URL. */
export function holds(model: Model): HTMLElement {
  const rootOf = remembered((view: View) => divide(model, view));
  let shown: Place & { readonly branch: Branch } = { ...START, branch: rootOf(START.view) };
  const map = newTreemap(() => {
    const up = above(shown.branch);
    if (up !== undefined) location.hash = hashOf({ view: shown.view, names: namesOf(up) });
  });
  const views = h('nav', { class: 'views', 'aria-label': 'Views' });
  const way = h('nav', { class: 'way-down', 'aria-label': 'Path' });
  const panel = h('section', { id: 'chosen', class: 'panel', 'aria-label': 'Selection' });
  const colours = h('div');
  const chart = h(
    'div',
    { class: 'chart' },
    h('div', { class: 'bars' }, views, way),
    map.element,
    colours,
    h('p', { class: 'hint' }, HINT),
  );
  const go = (place: Place) => {
    const { view } = place;
    const found = descend(rootOf(view), place.names);
    const isFile = found.item !== undefined;
    const branch = isFile ? shownIn(found) : found;
    const chosen = isFile ? found : branch;
    shown = { ...place, branch };
    refill(views, viewLinks(view));
    refill(way, wayDown(branch, view, chosen));
    map.show(branch, view, chosen);
    refill(colours, view !== 'left' && legend());
    refill(panel, inspect(model, chosen, view));
    return isFile;
  };
  follow(
    go,
    (isFile, wasInMap) => {
      if (wasInMap && !isFile) return map.focus();
      panel.querySelector<HTMLElement>('h3')?.focus({ preventScroll: true });
      if (!isInSight(panel)) (isFile ? panel : chart).scrollIntoView({ block: 'start' });
    },
    map.element,
  );
  const heading = h('h2', { id: 'holds' }, 'Contents');
  return h('section', { 'aria-labelledby': 'holds' }, heading, h('div', { class: 'holds' }, chart, panel));
}

const HINT = 'Arrow keys move on the map, Enter opens, Escape goes up.';

/** Goes to the place in the URL, now and on every change. @param arrived called after a change */
function follow(
  go: (place: Place) => boolean,
  arrived: (isFile: boolean, wasInMap: boolean) => void,
  map: HTMLElement,
): void {
  go(placeOf(location.hash) ?? START);
  addEventListener('hashchange', () => {
    const place = placeOf(location.hash);
    if (place === undefined) return;
    const wasInMap = map.contains(document.activeElement);
    arrived(go(place), wasInMap);
  });
}

function isInSight(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top < innerHeight - 120 && bottom > 120;
}

function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}
