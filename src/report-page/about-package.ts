import { NO_PACKAGE, type View } from '../report/page/branches.ts';
import type { Model, Package } from '../report/page/model.ts';
import { hashOf } from '../report/page/place.ts';
import { count, sizeWords } from '../report/page/words.ts';
import { printable } from '../tree/printable.ts';
import { type Content, code, h } from './dom.ts';
import { packageLink } from './links.ts';

/** Shows the facts about a package. */
export function aboutPackage(model: Model, of: Package, view: View): Content {
  const term = (name: string, ...content: readonly Content[]) => [h('dt', {}, name), h('dd', {}, ...content)];
  const [wants, wanted] = [model.dependencies(of), model.dependents(of)];
  return h(
    'dl',
    { class: 'about' },
    term('Version', printable(`${of.version} (${of.architecture})`)),
    term('Source', printable(of.source)),
    term('Licences', of.licences.length === 0 ? 'see its copyright file' : printable(of.licences.join(', '))),
    term('Installed', `${of.why}`),
    wanted.length > 0 && term('Needed by', listed(wanted)),
    wants.length > 0 && term('Depends on', listed(wants)),
    of.deb && term('File', code(of.deb.url), h('br'), code(`sha256:${of.deb.sha256}`)),
    other(of, view),
  );
}

function other(of: Package, view: View): Content {
  const shows = view === 'left' ? of.files : of.leftFiles;
  if (shows === 0 || of.info === NO_PACKAGE) return undefined;
  const [name, target, bytes] =
    view === 'left'
      ? (['In the image', 'package', of.bytes] as const)
      : (['Left out', 'left', of.leftBytes] as const);
  const words = `${count(shows, 'file')}, ${sizeWords(bytes)}`;
  return [
    h('dt', {}, name),
    h('dd', {}, h('a', { href: hashOf({ view: target, names: [of.info] }) }, words)),
  ];
}

/** Lists packages in a line, and marks those left out. */
export function listed(packages: readonly Package[]): Content {
  return packages.flatMap((each, at) => [
    at === 0 ? '' : ', ',
    packageLink(each),
    each.kept ? '' : h('span', { class: 'soft' }, ' (left out)'),
  ]);
}
