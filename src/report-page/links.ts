import { packageLabel } from '../report/page/labels.ts';
import type { Model, Package } from '../report/page/model.ts';
import { hashOf } from '../report/page/place.ts';
import { printable } from '../report/page/words.ts';
import { code, h } from './dom.ts';

/** A link to a package: to what is in the image of it, else to what was left out. */
export function packageLink({ info, kept }: Package): HTMLElement {
  return h(
    'a',
    { href: hashOf({ view: kept ? 'package' : 'left', names: [info] }) },
    printable(packageLabel(info)),
  );
}

/** A link to a node of the graph; a name alone where there is nothing to show. */
export function placeLink(model: Model, id: string): HTMLElement {
  const [, kind = '', name = ''] = /^(package|rule):(.*)$/s.exec(id) ?? [];
  const of = kind === 'package' ? model.package(name) : undefined;
  if (of !== undefined) return h('span', {}, 'the package ', packageLink(of));
  if (kind === 'rule') return h('span', {}, 'the rule ', code(name));
  return h(
    'a',
    { href: hashOf({ view: 'folder', names: id.split('/').filter((part) => part !== '') }) },
    code(id),
  );
}
