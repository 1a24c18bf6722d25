import { type Branch, NO_PACKAGE, namesOf, parts, type View } from '../report/page/branches.ts';
import { labelOf, titleOf } from '../report/page/labels.ts';
import type { Item, Model } from '../report/page/model.ts';
import { hashOf } from '../report/page/place.ts';
import { count, MEANINGS, shareWords, sizeWords } from '../report/page/words.ts';
import { printable } from '../tree/printable.ts';
import { aboutPackage } from './about-package.ts';
import { type Content, code, h, some } from './dom.ts';
import { packageLink, placeLink } from './links.ts';
import { whyKept, whyLeft } from './why.ts';

/** Describes a branch: a file with its reasons, or a package or folder with its contents. */
export function inspect(model: Model, branch: Branch, view: View): Content {
  const { item } = branch;
  const title = item === undefined ? titleOf(branch, view) : item.id;
  return [
    h('p', { class: 'over' }, kindOf(branch, view)),
    h('h3', { tabindex: -1 }, title.startsWith('/') ? code(title) : printable(title)),
    item === undefined ? inside(model, branch, view) : file(model, item),
  ];
}

function kindOf({ item, above }: Branch, view: View): string {
  if (item !== undefined) return item.kept ? (item.type === 'link' ? 'Link' : 'File') : 'Left out';
  if (above === undefined) return 'Everything';
  return view !== 'folder' && above.above === undefined ? 'Package' : 'Folder';
}

function inside(model: Model, branch: Branch, view: View): Content {
  const [info = '', ...path] = namesOf(branch);
  const of = view === 'folder' || path.length > 0 ? undefined : model.package(info);
  const whole =
    view === 'left' ? model.contents.full.bytes - model.contents.kept.bytes : model.contents.kept.bytes;
  return [
    h(
      'p',
      {},
      `${sizeWords(branch.bytes)} in ${count(branch.files, 'file')}, ${shareWords(branch.bytes, whole)} of ${view === 'left' ? 'everything left out' : 'the image'}.`,
    ),
    of && aboutPackage(model, of, view),
    view !== 'folder' && info === NO_PACKAGE && path.length === 0 && h('p', {}, ORPHANS),
    h('h4', {}, 'By size'),
    some(parts(branch), 10, (all) => all.map((part) => row(part, branch, view)), h('ol', { class: 'parts' })),
  ];
}

const ORPHANS =
  'No package lists these files: the installation made them (accounts, caches, compiled Python), or they come from the Imagefile.';

function row(part: Branch, shown: Branch, view: View): HTMLElement {
  const bar = h('span', { class: 'bar' }, h('span'));
  (bar.firstChild as HTMLElement).style.width =
    `${shown.bytes === 0 ? 0 : (100 * part.bytes) / shown.bytes}%`;
  const label = labelOf(part, shown, view);
  return h(
    'li',
    {},
    h('a', { href: hashOf({ view, names: namesOf(part) }) }, code(label)),
    h('span', { class: 'size' }, sizeWords(part.bytes)),
    bar,
  );
}

function file(model: Model, item: Item): Content {
  const { target, package: of, meaning } = item;
  const twin = model.twinOf(item.id);
  return [
    h(
      'dl',
      { class: 'about' },
      item.type !== 'link' && twin === undefined && [h('dt', {}, 'Size'), h('dd', {}, sizeWords(item.bytes))],
      target !== undefined && [h('dt', {}, 'Target'), h('dd', {}, code(target))],
      twin !== undefined && [h('dt', {}, 'Hard link to'), h('dd', {}, placeLink(model, twin))],
      h('dt', {}, 'Package'),
      h('dd', {}, of === undefined ? 'none' : packageLink(of)),
      meaning && [
        h('dt', {}, 'Kept as'),
        h('dd', {}, h('span', { class: `dot ${meaning}` }), MEANINGS[meaning]),
      ],
    ),
    item.kept ? whyKept(model, item.id) : whyLeft(model, item),
  ];
}
