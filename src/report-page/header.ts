import type { Model } from '../report/page/model.ts';
import { count, grouped, shareWords, sizeWords } from '../report/page/words.ts';
import { printable } from '../tree/printable.ts';
import { type Content, code, h } from './dom.ts';

/** Summarises the image in a few numbers and a sentence. */
export function header({ contents }: Model): Content {
  const { image, kept, full, difference } = contents;
  return [
    h('p', { class: 'over' }, `${printable(image.platform)} · ${printable(image.system)}`),
    h('h1', {}, printable(image.name)),
    h(
      'p',
      { class: 'lead' },
      ...[
        'It runs ',
        code(image.starts),
        '. ',
        h('strong', {}, `${shareWords(kept.bytes, full.bytes)} of what was installed`),
      ],
      ' is in the image',
      difference && comparison(kept.bytes, difference.bytes, difference.name),
      '. This page gives the reason for each file. Sizes are before compression.',
    ),
    h(
      'dl',
      { class: 'facts' },
      fact('Size', sizeWords(kept.bytes), `of ${sizeWords(full.bytes)}`, kept.bytes / full.bytes),
      fact('Files', grouped(kept.files), `of ${grouped(full.files)}`, kept.files / full.files),
      fact('Packages', grouped(kept.packages), `of ${grouped(full.packages)}`, kept.packages / full.packages),
    ),
  ];
}

function fact(name: string, value: string, of: string, share: number): Content {
  const bar = h('span', { class: 'bar' });
  const part = h('span');
  part.style.width = `${Math.max(1, 100 * share)}%`;
  bar.append(part);
  return h(
    'div',
    {},
    h('dt', {}, name),
    h('dd', {}, h('span', { class: 'value' }, value), h('span', { class: 'of' }, of), bar),
  );
}

function comparison(bytes: number, before: number, name: string): Content {
  const change = bytes - before;
  if (change === 0) return [', as large as ', code(name)];
  return [`, ${sizeWords(Math.abs(change))} ${change < 0 ? 'smaller' : 'larger'} than `, code(name)];
}

/** Links to the sections of the page. */
export function contentsList(model: Model): Content {
  const { contents, packages } = model;
  const left = packages.filter(({ kept }) => !kept).length;
  const links: readonly (readonly [string, string])[] = [
    ['#holds', 'Contents'],
    ['#packages', count(contents.kept.packages, 'package')],
    ['#left-out', left === 0 ? 'Left out' : `${count(left, 'package')} left out`],
    ...(contents.difference ? [['#difference', 'Difference'] as const] : []),
  ];
  return h(
    'nav',
    { 'aria-label': 'On this page' },
    h(
      'ul',
      {},
      links.map(([href, text]) => h('li', {}, h('a', { href }, text))),
    ),
  );
}
