import { fields } from '../debian/control.ts';
import { apkFields } from '../tree/apk.ts';
import type { Package } from '../tree/package.ts';
import { readText } from '../tree/read-text.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';

/** A package that something in the image is from. */
export interface Component {
  /** The type of its package URL. */
  readonly type: 'deb' | 'apk';
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly source: { readonly name: string; readonly version: string };
  /** `Name <address>`. */
  readonly maintainer?: string;
  readonly homepage?: string;
  /** The text of its copyright file, where the image has that. */
  readonly copyright?: string;
  /** The licence that the package database records; dpkg's records none. */
  readonly licence?: string;
}

/** Returns the component of a package: its fields in the package database, and its copyright file. */
export function componentOf(tree: Tree, resolver: Resolver, of: Package): Component {
  return of.format === 'apk' ? apkComponent(of) : debComponent(tree, resolver, of);
}

function debComponent(tree: Tree, resolver: Resolver, of: Package): Component {
  const { name, version, architecture, stanza } = of;
  const found = fields(stanza, { start: 0, end: stanza.length });
  const [, source = name, sourceVersion = version] =
    /^(\S+)(?:\s+\((.*)\))?$/.exec(found.get('source') ?? '') ?? [];
  const [maintainer, homepage] = [found.get('maintainer'), found.get('homepage')];
  const file = resolver.file(`/usr/share/doc/${name}/copyright`);
  const copyright = file === undefined ? undefined : readText(tree, file);
  return {
    type: 'deb',
    name,
    version,
    architecture,
    source: { name: source, version: sourceVersion },
    ...(maintainer === undefined ? {} : { maintainer }),
    ...(homepage === undefined ? {} : { homepage }),
    ...(copyright === undefined ? {} : { copyright }),
  };
}

function apkComponent({ name, version, architecture, source, stanza }: Package): Component {
  const found = apkFields(stanza);
  const [maintainer, homepage, licence] = ['m', 'U', 'L'].map((letter) => found.get(letter) || undefined);
  return {
    type: 'apk',
    name,
    version,
    architecture,
    source: { name: source, version },
    ...(maintainer === undefined ? {} : { maintainer }),
    ...(homepage === undefined ? {} : { homepage }),
    ...(licence === undefined ? {} : { licence }),
  };
}
