import { packageLabel } from '../report/page/labels.ts';
import type { Model, Package } from '../report/page/model.ts';
import { hashOf } from '../report/page/place.ts';
import { printable } from '../tree/printable.ts';
import { code, h } from './dom.ts';

/** Links to a package: to its part of the image or, without one, to its files left out. */
export function packageLink({ info, kept }: Package): HTMLElement {
  return h(
    'a',
    { href: hashOf({ view: kept ? 'package' : 'left', names: [info] }) },
    printable(packageLabel(info)),
  );
}

/** Links to a node of the graph; shows only the name of one without a place. */
export function placeLink(model: Model, id: string): HTMLElement {
  const [, kind = '', name = ''] = /^(package|rule|distribution:\w+):(.*)$/s.exec(id) ?? [];
  const of = kind === 'package' ? model.package(name) : undefined;
  if (of !== undefined) return h('span', {}, 'the package ', packageLink(of));
  if (kind.startsWith('distribution:')) return h('span', {}, 'the modules of ', code(name));
  if (kind === 'rule') return h('span', {}, 'the rule ', code(name));
  return h(
    'a',
    { href: hashOf({ view: 'folder', names: id.split('/').filter((part) => part !== '') }) },
    code(id),
  );
}
