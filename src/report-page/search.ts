import { NO_PACKAGE } from '../report/page/branches.ts';
import { packageLabel } from '../report/page/labels.ts';
import type { Item, Model, Package } from '../report/page/model.ts';
import { hashOf } from '../report/page/place.ts';
import { count, sizeWords } from '../report/page/words.ts';
import { type Content, code, h, refill, some } from './dom.ts';

interface Group {
  readonly name: string;
  readonly found: readonly Found[];
}

interface Found {
  readonly label: string;
  readonly href: string;
  readonly bytes: number;
  readonly about: string;
}

/** Searches the names of packages and paths, in the image and left out. */
export function search(model: Model): HTMLElement {
  const input = h('input', {
    type: 'search',
    id: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'openssl, /usr/bin/sh, LGPL …',
  });
  const said = h('p', { role: 'status', class: 'said' });
  const results = h('div', { class: 'results' });
  const box = h(
    'div',
    { class: 'search', role: 'search' },
    h('label', { for: 'search' }, 'Find a package, a file or a licence'),
    input,
    said,
    results,
  );
  input.addEventListener('input', () => show(model, input.value, said, results));
  box.addEventListener('keydown', (event) => walk(event, input, results));
  box.addEventListener('click', (event) => {
    if (!(event.target instanceof Element) || event.target.closest('a') === null) return;
    input.value = '';
    show(model, '', said, results);
  });
  return box;
}

function show(model: Model, text: string, said: HTMLElement, results: HTMLElement): void {
  const words = text.trim().toLowerCase();
  const groups = words === '' ? [] : find(model, words);
  const all = groups.reduce((sum, { found }) => sum + found.length, 0);
  said.textContent = words === '' ? '' : `${count(all, 'match', 'matches')}.`;
  refill(
    results,
    groups.map(({ name, found }) => group(name, found)),
  );
}

function group(name: string, found: readonly Found[]): Content {
  if (found.length === 0) return undefined;
  const row = ({ label, href, bytes, about }: Found) =>
    h(
      'li',
      {},
      h('a', { href }, code(label)),
      h('span', { class: 'soft' }, about),
      h('span', { class: 'size' }, sizeWords(bytes)),
    );
  return h(
    'section',
    {},
    h('h3', {}, `${name} (${found.length})`),
    some(found, 8, (all) => all.map(row), h('ul')),
  );
}

function find({ packages, kept, left }: Model, words: string): readonly Group[] {
  const has = (text: string) => text.toLowerCase().includes(words);
  const named = packages.filter(({ name, source, licences }) => [name, source, ...licences].some(has));
  const files = (items: readonly Item[]) => items.filter(({ id }) => has(id)).sort(bySize);
  return [
    {
      name: 'Packages',
      found: named
        .filter((each) => each.kept)
        .sort(bySize)
        .map((each) => foundPackage(each, each.bytes)),
    },
    { name: 'Files', found: files(kept).map(foundItem) },
    {
      name: 'Packages left out',
      found: named.filter((each) => !each.kept).map((each) => foundPackage(each, each.leftBytes)),
    },
    { name: 'Files left out', found: files(left).map(foundItem) },
  ];
}

function bySize(a: { readonly bytes: number }, b: { readonly bytes: number }): number {
  return b.bytes - a.bytes;
}

function foundPackage({ info, version, kept }: Package, bytes: number): Found {
  return {
    label: packageLabel(info),
    href: hashOf({ view: kept ? 'package' : 'left', names: [info] }),
    bytes,
    about: version,
  };
}

function foundItem(item: Item): Found {
  const owner = item.package?.info;
  const names = [owner ?? NO_PACKAGE, ...item.id.slice(1).split('/')];
  return {
    label: item.id,
    href: hashOf({ view: item.kept ? 'package' : 'left', names }),
    bytes: item.bytes,
    about: packageLabel(owner ?? NO_PACKAGE),
  };
}

/** Handles keys: arrows move through the results and back, Escape clears the input. */
function walk(event: KeyboardEvent, input: HTMLInputElement, results: HTMLElement): void {
  const stops = [input, ...results.querySelectorAll<HTMLElement>('a, button')];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (event.key === 'Escape') {
    input.value = '';
    input.dispatchEvent(new Event('input'));
    input.focus();
  } else if (step === 0 || at < 0) return;
  else stops[at + step]?.focus();
  event.preventDefault();
}
