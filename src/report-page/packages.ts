import { licenceLine } from '../report/page/labels.ts';
import type { Model, Package } from '../report/page/model.ts';
import { count, grouped, sizeWords } from '../report/page/words.ts';
import { printable } from '../tree/printable.ts';
import { listed } from './about-package.ts';
import { type Content, code, h } from './dom.ts';
import { packageLink, placeLink } from './links.ts';
import { type Column, table } from './table.ts';
import { reasonList } from './why.ts';

const NAME: Column<Package> = { name: 'Package', show: packageLink, by: ({ info }) => info };
const VERSION: Column<Package> = {
  name: 'Version',
  show: ({ version }) => printable(version),
  by: ({ version }) => version,
};

const IN_IMAGE: readonly Column<Package>[] = [
  NAME,
  VERSION,
  { name: 'Source', show: ({ source }) => printable(source), by: ({ source }) => source },
  { name: 'Licences', show: (of) => printable(licenceLine(of, 3)), by: ({ licences }) => licences.join() },
  {
    name: 'Files',
    show: ({ files, leftFiles }) => [
      grouped(files),
      h('span', { class: 'soft' }, ` of ${grouped(files + leftFiles)}`),
    ],
    by: ({ files }) => files,
    isNumber: true,
  },
  {
    name: 'Size',
    show: ({ bytes, leftBytes }) => [
      sizeWords(bytes),
      h('span', { class: 'soft' }, ` of ${sizeWords(bytes + leftBytes)}`),
    ],
    by: ({ bytes }) => bytes,
    isNumber: true,
  },
];

/** Maximum number of packages named in a cell. */
const MOST_NAMED = 4;

/** Shows the packages with files in the image. */
export function packages({ packages }: Model): Content {
  const kept = packages.filter((each) => each.kept);
  return [
    h('h2', { id: 'packages' }, count(kept.length, 'package')),
    h('p', {}, 'Files and sizes are those in the image, of all that the package installs.'),
    table('Packages in the image', IN_IMAGE, kept, IN_IMAGE.length - 1),
  ];
}

/** Shows what is not in the image: packages, files removed by `drop`, missing files. */
export function leftOut(model: Model): Content {
  const { contents } = model;
  const { full, kept, left } = contents;
  const gone = model.packages.filter((each) => !each.kept);
  const columns: readonly Column<Package>[] = [
    NAME,
    VERSION,
    { name: 'Needed by', show: (of) => wanted(model, of), by: ({ why }) => why },
    {
      name: 'Size',
      show: ({ leftBytes }) => sizeWords(leftBytes),
      by: ({ leftBytes }) => leftBytes,
      isNumber: true,
    },
  ];
  return [
    h('h2', { id: 'left-out' }, 'Left out'),
    h(
      'p',
      {},
      `${count(full.files - kept.files, 'file')}, ${sizeWords(full.bytes - kept.bytes)}. `,
      h('a', { href: '#left' }, 'See them on the map'),
      left.more > 0 && ` (except the ${grouped(left.more)} smallest)`,
      '.',
    ),
    gone.length > 0 && table('Packages without files in the image', columns, gone, columns.length - 1),
    contents.dropped.length > 0 && [
      h('h3', {}, 'Removed by the Imagefile'),
      h(
        'ul',
        { class: 'plain' },
        contents.dropped.map(({ path, pattern, reasons }) =>
          h(
            'li',
            {},
            code(path),
            ' by ',
            code(`drop: ${pattern}`),
            `; otherwise it would be kept: ${reasonList(reasons)}`,
          ),
        ),
      ),
    ],
    contents.missing.length > 0 && [
      h('h3', {}, 'Needed, but not installed'),
      h(
        'ul',
        { class: 'plain' },
        contents.missing.map(({ from, kind, name }) =>
          h('li', {}, code(name), ` (${kind}) by `, placeLink(model, from)),
        ),
      ),
    ],
  ];
}

/** Returns the packages that depend on a package, or the reason for its installation. */
function wanted(model: Model, of: Package): Content {
  const by = model.dependents(of);
  if (by.length === 0) return of.why === 'requested' ? 'the Imagefile' : of.why;
  const more = by.length - MOST_NAMED;
  return [
    of.why === 'requested' ? 'the Imagefile, ' : '',
    // Packages in the image come first, as they explain more.
    listed([...by].sort((a, b) => Number(b.kept) - Number(a.kept)).slice(0, MOST_NAMED)),
    more > 0 && ` and ${more} more`,
  ];
}
