import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** The layers of the language and the frontend, lowest first. Each may import those before it. */
const IMAGEFILE = ['text', 'spec.ts', 'values', 'schema', 'read', ''].map((room) =>
  below('src/imagefile', room),
);
const FRONTEND = [
  'errors',
  'options',
  'gateway',
  'context',
  'project',
  'resolve',
  'graph',
  'subrequests',
  '',
].map((room) => below('frontend', room));

/** The folders that a folder may import besides itself; docs/architecture.md has a picture. A name covers all subfolders. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/elf': ['src/tree'],
  'src/llb': [],
  ...floors(IMAGEFILE, []),
  'src/debian': ['src/imagefile'],
  'src/tree': ['src/debian'],
  'src/prune': ['src/imagefile', 'src/debian', 'src/elf', 'src/tree'],
  'src/lint': ['src/imagefile', 'src/tree', 'src/prune'],
  'src/trace': ['src/imagefile', 'src/debian', 'src/tree', 'src/prune'],
  'src/plan': ['src/imagefile', 'src/debian', 'src/elf', 'src/prune'],
  'src/sbom': ['src/imagefile', 'src/debian', 'src/elf', 'src/tree'],
  'src/report': ['src/imagefile', 'src/debian', 'src/tree', 'src/prune', 'src/plan'],
  'src/report-page': ['src/tree', 'src/prune', 'src/report'],
  'src/protocol': ['src/imagefile', 'src/debian', 'src/prune', 'src/sbom', 'src/report'],
  'src/compile': [
    'src/imagefile',
    'src/debian',
    'src/tree',
    'src/prune',
    'src/trace',
    'src/sbom',
    'src/plan',
    'src/llb',
    'src/protocol',
  ],
  'src/steps': [
    'src/imagefile',
    'src/debian',
    'src/elf',
    'src/tree',
    'src/prune',
    'src/trace',
    'src/sbom',
    'src/report',
    'src/protocol',
  ],
  ...floors(FRONTEND, [
    'src/imagefile',
    'src/lint',
    'src/debian',
    'src/tree',
    'src/prune',
    'src/plan',
    'src/llb',
    'src/compile',
    'src/report',
  ]),
};

const WITH_IO = ['frontend', 'src/steps'];
const IO = /^node:(fs|net|http|https|http2|child_process|process|os|tty|dgram|worker_threads)/;

const files = ['src', 'frontend'].flatMap((top) =>
  readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(top, name)),
);
const imports = new Map(files.map((path) => [path, importsOf(path)]));

function below(top: string, room: string): string {
  return room === '' ? top : `${top}/${room}`;
}

function floors(rooms: readonly string[], others: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(rooms.map((room, at) => [room, [...others, ...rooms.slice(0, at)]]));
}

function isIn(place: string, path: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

/** Returns the innermost folder of the table that contains a file. */
function roomOf(path: string): string | undefined {
  const rooms = Object.keys(MAY_IMPORT).filter((room) => isIn(room, path));
  return rooms.sort((a, b) => b.length - a.length)[0];
}

/** Returns the files that a file imports, also type-only. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return [
    ...text.matchAll(
      /^\s*(?:import|export)\b[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm,
    ),
  ]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .map((name) => (name.startsWith('.') ? relative(ROOT, join(ROOT, dirname(path), name)) : name))
    .filter((name) => name !== '' && !isIn('gen', name));
}

describe.each(files)('%s', (path) => {
  const room = roomOf(path);

  test('imports only what lies below it', () => {
    expect(room, `${path} is in no room of the table`).toBeDefined();
    const allowed = [room ?? '', ...(MAY_IMPORT[room ?? ''] ?? [])];
    const up = (imports.get(path) ?? [])
      .filter((name) => isIn('src', name) || isIn('frontend', name))
      .filter((name) => !allowed.some((place) => isIn(place, name)));
    expect(up).toEqual([]);
  });

  test('does input and output only where that is its task', () => {
    if (WITH_IO.some((place) => isIn(place, path))) return;
    expect((imports.get(path) ?? []).filter((name) => IO.test(name))).toEqual([]);
  });

  test('is short enough to hold one idea', () => {
    expect(readFileSync(join(ROOT, path), 'utf8').split('\n').length).toBeLessThanOrEqual(500);
  });
});

test('no files import each other in a circle', () => {
  expect(circles(imports)).toEqual([]);
});

test('a circle is found, and named from file to file', () => {
  const drawn = { a: ['b'], b: ['c', 'd'], c: ['a'], d: [], e: ['e'] };
  expect(circles(new Map(Object.entries(drawn)))).toEqual(['a -> b -> c -> a', 'e -> e']);
});

/** Returns each import circle once, as a path from its first file back to it. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) found.push([...way.slice(start), path].join(' -> '));
    if (start >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
