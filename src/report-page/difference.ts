import type { Difference, PackageChange } from '../report/page/contents.ts';
import { decodeTexts } from '../report/page/front-code.ts';
import type { Model } from '../report/page/model.ts';
import { count, sizeWords } from '../report/page/words.ts';
import { printable } from '../tree/printable.ts';
import { type Content, code, h, some } from './dom.ts';
import { placeLink } from './links.ts';
import { table } from './table.ts';

interface Change {
  readonly path: string;
  readonly before: number;
  readonly after: number;
}

/** Shows the differences from the other image. */
export function difference(model: Model): Content {
  const { difference, kept } = model.contents;
  if (difference === undefined) return undefined;
  const changes = changesOf(difference);
  const [added, removed] = [
    changes.filter(({ before }) => before < 0),
    changes.filter(({ after }) => after < 0),
  ];
  const changed = changes.length - added.length - removed.length;
  return h(
    'section',
    { 'aria-labelledby': 'difference' },
    h('h2', { id: 'difference' }, 'Difference'),
    h(
      'p',
      {},
      'Compared with ',
      code(difference.name),
      `, which has ${count(difference.files, 'file')} and ${sizeWords(difference.bytes)}: ${signed(kept.bytes - difference.bytes)}; ${count(added.length, 'file')} added, ${removed.length} removed, ${changed} changed.`,
    ),
    difference.packages.length > 0 && packageTable(difference.packages),
    changes.length > 0 && [
      h('h3', {}, 'Files'),
      some(changes, 20, (all) => all.map((each) => row(model, each)), h('ul', { class: 'changes' })),
    ],
  );
}

function changesOf({ paths, before, after }: Difference): readonly Change[] {
  const grown = ({ before, after }: Change) => Math.abs(Math.max(0, after) - Math.max(0, before));
  return decodeTexts(paths)
    .map((path, at) => ({ path, before: before[at] ?? -1, after: after[at] ?? -1 }))
    .sort((a, b) => grown(b) - grown(a) || (a.path < b.path ? -1 : 1));
}

function packageTable(changes: readonly PackageChange[]): Content {
  const version = (name: string, key: 'before' | 'after') => ({
    name,
    show: (change: PackageChange) => (change[key] === undefined ? 'none' : printable(change[key])),
    by: (change: PackageChange) => change[key] ?? '',
  });
  const name = {
    name: 'Package',
    show: ({ name }: PackageChange) => printable(name),
    by: ({ name }: PackageChange) => name,
  };
  return table(
    'Packages that differ',
    [name, version('Other image', 'before'), version('This image', 'after')],
    changes,
    0,
  );
}

function row(model: Model, { path, before, after }: Change): HTMLElement {
  const words = before < 0 ? 'added' : after < 0 ? 'removed' : 'changed';
  return h(
    'li',
    {},
    model.item(path)?.kept ? placeLink(model, path) : code(path),
    h('span', { class: 'soft' }, words),
    h('span', { class: 'size' }, signed(Math.max(0, after) - Math.max(0, before))),
  );
}

function signed(bytes: number): string {
  return `${bytes < 0 ? '−' : '+'}${sizeWords(Math.abs(bytes))}`;
}
