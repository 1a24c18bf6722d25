import type { Contents } from '../report/page/contents.ts';
import { readContents } from '../report/page/model.ts';
import { placeOf } from '../report/page/place.ts';
import { difference } from './difference.ts';
import { h, refill } from './dom.ts';
import { contentsList, header } from './header.ts';
import { holds } from './holds.ts';
import { leftOut, packages } from './packages.ts';
import { search } from './search.ts';

/** Builds the page from its embedded JSON. */
function start(): void {
  const contents: Contents = JSON.parse(document.getElementById('contents')?.textContent ?? '');
  const model = readContents(contents);
  const [facts, main] = [document.getElementById('facts'), document.getElementById('main')];
  if (facts === null || main === null) return;
  refill(facts, header(model), contentsList(model));
  const sections = [
    search(model),
    holds(model),
    h('section', { 'aria-labelledby': 'packages' }, packages(model)),
    h('section', { 'aria-labelledby': 'left-out' }, leftOut(model)),
  ];
  refill(main, sections, difference(model));
  // The target of the URL exists only now.
  const isPlace = (placeOf(location.hash)?.names.length ?? 0) > 0;
  document.getElementById(isPlace ? 'chosen' : location.hash.slice(1))?.scrollIntoView();
}

start();
