import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { nearest } from '../imagefile/text/nearest.ts';
import type { Places } from '../protocol/steps.ts';
import type { Message } from '../prune/messages.ts';
import { localeFolder } from '../prune/places.ts';
import { byName } from '../tree/paths.ts';
import { readText } from '../tree/read-text.ts';
import { type Resolver, resolverOf } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';
import { diskTree } from './disk-tree.ts';
import { PLAIN, run } from './process.ts';
import { readRequest } from './request.ts';
import { complain } from './say.ts';
import { treeWriter } from './tree-writer.ts';

const FOLDER = '/usr/lib/locale';
const SOURCES = '/usr/share/i18n';

/**
 * Runs the step `locales`: compiles locales from the sources in the tree. localedef is the builder's, which writes tables for
 * machines of either byte order.
 */
export async function locales(places: Places<'locales'>): Promise<number> {
  const { names, endian, epoch } = readRequest<'locales'>(places.request);
  const tree = diskTree(places.tree);
  const resolver = resolverOf(tree);
  try {
    const missing = names.filter((name) => resolver.follow(localeFolder(name)) === undefined);
    if (missing.length === 0) return 0;
    const supported = readSupported(tree);
    const problems = problemsOf(resolver, missing, supported);
    if (problems.length > 0) return complain(problems);
    for (const name of missing) {
      const definition = supported.get(plainName(name)) ?? { name, charmap: 'UTF-8' };
      const problem = await compile(places.tree, { ...definition, endian, epoch });
      if (problem !== undefined) return complain([problem]);
    }
    return 0;
  } finally {
    tree.close();
  }
}

/** Definition is a line of SUPPORTED: the name of a locale, and its character set. */
interface Definition {
  readonly name: string;
  readonly charmap: string;
}

/** Returns the locales that can be compiled, by their plain names. */
function readSupported(tree: Tree): ReadonlyMap<string, Definition> {
  const lines = (readText(tree, `${SOURCES}/SUPPORTED`) ?? '').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [, name, charmap] = /^([^\s#]+)\s+(\S+)/.exec(line) ?? [];
      return name === undefined || charmap === undefined
        ? []
        : [[plainName(name), { name, charmap }] as const];
    }),
  );
}

/** Returns the name that setlocale(3) looks for, so that de_DE.utf8 and de_DE.UTF-8 are the same. */
function plainName(name: string): string {
  return localeFolder(name).slice(FOLDER.length + 1);
}

/** Returns the problems of names that cannot be compiled. */
function problemsOf(
  resolver: Resolver,
  names: readonly string[],
  supported: ReadonlyMap<string, Definition>,
): readonly Message[] {
  if (supported.size === 0) return [withoutSources(resolver)];
  return names
    .filter((name) => !supported.has(plainName(name)))
    .map((name) => {
      const known = [...supported.values()].map((each) => each.name);
      const meant = nearest(name, known) ?? known.find((each) => each.startsWith(`${name}.`));
      return {
        code: 'unknown-locale',
        message: `there is no locale "${name}"`,
        ...(meant === undefined ? {} : { fix: `did you mean "${meant}"?` }),
      };
    });
}

function withoutSources(resolver: Resolver): Message {
  const isMusl = ['x86_64', 'aarch64', 'armhf', 'i386', 's390x', 'powerpc64le', 'riscv64'].some(
    (machine) => resolver.file(`/lib/ld-musl-${machine}.so.1`) !== undefined,
  );
  if (isMusl) {
    const message = 'the base image has musl, whose only locale is C.UTF-8: it has no others to compile';
    return { code: 'unknown-locale', message, fix: 'leave out "locales", or use a base image with glibc' };
  }
  const message = `the base image has no locales to compile in ${SOURCES}`;
  return {
    code: 'unknown-locale',
    message,
    fix: 'add packages: [locales], or use a base image that has them',
  };
}

async function compile(
  root: string,
  {
    name,
    charmap,
    endian,
    epoch,
  }: Definition & { readonly endian: 'little' | 'big'; readonly epoch: number },
): Promise<Message | undefined> {
  const input = name.replace(/\.[^@]*/, '');
  const made = `/tmp/locale/${plainName(name)}`;
  mkdirSync('/tmp/locale', { recursive: true });
  const options = ['--no-archive', '--no-hard-links', '--quiet', `--${endian}-endian`];
  const { status, stderr } = await run(
    'localedef',
    [...options, '-i', `${root}${SOURCES}/locales/${input}`, '-f', charmap, made],
    { env: { ...PLAIN, I18NPATH: root + SOURCES } },
  );
  // 1: it warned, and wrote the locale.
  if (status > 1) {
    const message = `the locale "${name}" cannot be compiled: ${stderr.trim().split('\n').at(-1) ?? ''}`;
    return { code: 'unknown-locale', message };
  }
  const writer = treeWriter(root, epoch);
  for (const path of filesBelow(made))
    writer.write(localeFolder(name) + path.slice(made.length), readFileSync(path));
  return undefined;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => byName(a.name, b.name))
    .flatMap((each) => {
      const path = `${folder}/${each.name}`;
      return each.isDirectory() ? filesBelow(path) : [path];
    });
}
