import { foldersAbove, join, nameOf } from '../../tree/paths.ts';
import { readText } from '../../tree/read-text.ts';
import type { Tree } from '../../tree/tree.ts';
import { always, type Metadata } from './distribution.ts';

const FIELDS = ['dependencies', 'optionalDependencies', 'peerDependencies'];
const LARGEST_DESCRIPTION = 1 << 20;

/** Reads the package.json of the packages that are directly in a folder (docs.npmjs.com "package.json"). */
export function npmMetadata(tree: Tree, root: string, files: readonly string[]): Metadata {
  const described = files.filter((path) => {
    const parts = path.slice(root.length + 1).split('/');
    return parts.length === (parts[0]?.startsWith('@') ? 3 : 2) && nameOf(path) === 'package.json';
  });
  const names = new Set(described.flatMap((path) => dependenciesIn(tree, path)));
  return {
    keys: described.map((path) => `node:${path.slice(root.length + 1, -'/package.json'.length)}`),
    requirements: [...names].map((name) => always(name, [`node:${name}`])),
    isDeclared: described.length > 0,
    plugs: [],
  };
}

/** Returns the names of the packages that a package.json needs to run. */
export function dependenciesIn(tree: Tree, path: string): readonly string[] {
  if ((tree.lstat(path)?.size ?? 0) > LARGEST_DESCRIPTION) return [];
  const fields = parsed(readText(tree, path) ?? '');
  return FIELDS.flatMap((field) => Object.keys(record(fields[field])));
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(text));
  } catch {
    return {};
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** Returns the keys of a package of npm where a file finds it, the nearest first. */
export function nodeKeys(from: string, name: string): readonly string[] {
  return [
    ...foldersAbove(from)
      .filter((folder) => !folder.endsWith('/node_modules'))
      .map((folder) => `node:${join(folder, `node_modules/${name}`)}`),
    `node:${name}`,
  ];
}
