import { folderOf, nameOf } from '../../tree/paths.ts';
import { readText } from '../../tree/read-text.ts';
import type { Tree } from '../../tree/tree.ts';
import type { PruneRequest } from '../request.ts';
import type { Metadata, Requirement } from './distribution.ts';
import { type MarkerEnvironment, normalised, parseRequirement } from './markers.ts';

/** Python's names of processors (`platform.machine()`), by Debian's. */
const MACHINES: Readonly<Record<string, string>> = {
  amd64: 'x86_64',
  arm64: 'aarch64',
  armel: 'armv7l',
  armhf: 'armv7l',
  i386: 'i686',
  ppc64el: 'ppc64le',
};
/** Groups of entry points that installers read, and no distribution. */
const SCRIPTS = new Set(['console_scripts', 'gui_scripts']);

const METADATA = /\.(?:dist|egg)-info$/;

/** Reports whether a path below a site folder is metadata of a distribution. @param site the folder, without a slash */
export function isPythonMetadata(path: string, site: string): boolean {
  return METADATA.test(path.slice(site.length + 1).split('/')[0] ?? '');
}

/** Returns the values of markers in a tree (PEP 508). Those that depend on the machine it runs on are unknown. */
export function markerEnvironment(
  tree: Tree,
  { architecture }: Pick<PruneRequest, 'architecture'>,
  libraries: readonly string[] = ['/usr/lib'],
): MarkerEnvironment {
  const versions = libraries
    .flatMap((folder) => (tree.lstat(folder)?.type === 'folder' ? tree.readdir(folder) : []))
    .flatMap((name) => /^python(3\.\d+)$/.exec(name)?.[1] ?? []);
  return {
    ...(versions.length === 0 ? {} : { python_version: versions, python_full_version: versions }),
    os_name: ['posix'],
    sys_platform: ['linux'],
    platform_system: ['Linux'],
    platform_machine: [MACHINES[architecture] ?? architecture],
    platform_python_implementation: ['CPython'],
    implementation_name: ['cpython'],
  };
}

/** Reads the metadata among the files of a distribution in a site folder (packaging.python.org "Core metadata"). */
export function pythonMetadata(
  tree: Tree,
  site: string,
  files: readonly string[],
  environment: MarkerEnvironment,
): Metadata {
  const keys = new Set<string>();
  const requirements: Requirement[] = [];
  const plugs = new Set<string>();
  let isDeclared = false;
  for (const path of files) {
    const top = path.slice(site.length + 1).split('/')[0] ?? '';
    if (!METADATA.test(top)) {
      if (top !== '__pycache__') keys.add(`python-module:${normalised(top.replace(/\..*$/s, ''))}`);
      continue;
    }
    const text = readText(tree, path) ?? '';
    const lines = requirementLines(nameOf(path), text);
    isDeclared ||= lines.length > 0;
    requirements.push(...lines.flatMap((line) => requirementOf(line, environment) ?? []));
    keys.add(`python:${normalised(top.replace(/-.*$|\.(?:dist|egg)-info$/s, ''))}`);
    const isAbout = folderOf(path) === `${site}/${top}` && nameOf(path) === 'entry_points.txt';
    for (const [, group = ''] of isAbout ? text.matchAll(/^\s*\[([^\]]+)\]/gm) : [])
      if (!SCRIPTS.has(group.trim())) plugs.add(group.trim());
  }
  return { keys: [...keys], requirements, isDeclared, plugs: [...plugs] };
}

/** Returns the requirements in a file of metadata, each with its marker. */
function requirementLines(name: string, text: string): readonly string[] {
  if (name === 'requires.txt') return sectionLines(text);
  if (name !== 'METADATA' && name !== 'PKG-INFO' && !name.endsWith('.egg-info')) return [];
  const [header = ''] = text.split(/\r?\n\r?\n/, 1);
  return [...header.matchAll(/^Requires-Dist:[ \t]*(.*)$/gim)].map(([, line = '']) => line);
}

/** Reads requires.txt of setuptools, whose sections are named `[extra]`, `[:marker]` or `[extra:marker]`. */
function sectionLines(text: string): readonly string[] {
  let marker = '';
  return text.split('\n').flatMap((line) => {
    const [, extra, condition] = /^\s*\[([^:\]]*)(?::(.*))?\]\s*$/.exec(line) ?? [];
    if (extra === undefined) return line.trim() === '' ? [] : [`${line.trim()}${marker}`];
    const conditions = [
      ...(extra.trim() === '' ? [] : [`extra == "${extra.trim()}"`]),
      ...(condition === undefined ? [] : [`(${condition})`]),
    ];
    marker = conditions.length === 0 ? '' : `; ${conditions.join(' and ')}`;
    return [];
  });
}

function requirementOf(line: string, environment: MarkerEnvironment): Requirement | undefined {
  const found = parseRequirement(line, environment);
  if (found === undefined) return undefined;
  const { name, extras, applies } = found;
  return { detail: name, keys: [`python:${name}`, `python-module:${name}`], extras, applies };
}
