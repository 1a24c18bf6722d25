import { readText } from '../../tree/read-text.ts';
import type { Tree } from '../../tree/tree.ts';
import { always, type Metadata } from './distribution.ts';

const GEMSPEC = /\/specifications\/(?:[^/]+\/)?([^/]+)-[^-/]+\.gemspec$/;
const RUNTIME = /\.add_(?:runtime_)?dependency\s*\(?\s*(?:%q<([^>]+)>|["']([^"']+)["'])/g;

/** Reports whether a file describes a gem. RubyGems reads all of them to find one. */
export function isGemspec(path: string): boolean {
  return GEMSPEC.test(path);
}

/** Reads the specifications among the files of gems (guides.rubygems.org "Specification reference"). */
export function gemMetadata(tree: Tree, files: readonly string[]): Metadata {
  const specifications = files.flatMap((path) => {
    const name = GEMSPEC.exec(path)?.[1];
    return name === undefined ? [] : [{ name, text: readText(tree, path) ?? '' }];
  });
  const names = new Set(
    specifications.flatMap(({ text }) =>
      [...text.matchAll(RUNTIME)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
    ),
  );
  return {
    keys: specifications.map(({ name }) => `gem:${name}`),
    requirements: [...names].map((name) => always(name, [`gem:${name}`])),
    isDeclared: names.size > 0,
    plugs: [],
  };
}
