import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What each folder may import beside itself; docs/architecture.md shows it as a picture. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'src/imagefile': [],
  'src/elf': [],
  'src/debian': ['src/imagefile'],
  'src/lint': ['src/imagefile', 'src/prune'],
  'src/prune': ['src/imagefile', 'src/debian', 'src/elf'],
  'src/trace': ['src/imagefile', 'src/debian', 'src/prune'],
  'src/plan': ['src/imagefile', 'src/debian', 'src/elf', 'src/prune'],
  'src/llb': [],
  'src/sbom': ['src/imagefile', 'src/debian', 'src/elf', 'src/prune'],
  'src/compile': ['src/imagefile', 'src/debian', 'src/prune', 'src/trace', 'src/sbom', 'src/plan', 'src/llb'],
  'src/report': ['src/imagefile', 'src/debian', 'src/prune', 'src/plan'],
  'src/report-page': ['src/prune', 'src/report'],
  'src/steps': ['src/imagefile', 'src/debian', 'src/elf', 'src/prune', 'src/trace', 'src/sbom', 'src/report'],
  frontend: [
    'src/imagefile',
    'src/lint',
    'src/debian',
    'src/prune',
    'src/plan',
    'src/llb',
    'src/compile',
    'src/report',
  ],
};

const WITH_IO = ['frontend', 'src/steps'];
const IO = /^node:(fs|net|http|https|http2|child_process|process|os|tty|dgram|worker_threads)/;

const files = ['src', 'frontend'].flatMap((top) =>
  readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(top, name)),
);

function stageOf(path: string): string {
  const [top = '', second = ''] = path.split(sep);
  return top === 'src' ? `${top}/${second}` : top;
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return [
    ...text.matchAll(
      /^\s*(?:import|export)\b[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm,
    ),
  ]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .filter((name) => name !== '');
}

describe.each(files)('%s', (path) => {
  const stage = stageOf(path);

  test('imports only what lies below it', () => {
    const allowed = MAY_IMPORT[stage];
    expect(allowed, `${stage} is no stage`).toBeDefined();
    const foreign = importsOf(path)
      .filter((name) => name.startsWith('.'))
      .map((name) => stageOf(relative(ROOT, join(ROOT, dirname(path), name))))
      .filter((other) => other !== stage && other !== 'gen' && !allowed?.includes(other));
    expect(foreign).toEqual([]);
  });

  test('does input and output only where that is its task', () => {
    if (WITH_IO.includes(stage)) return;
    expect(importsOf(path).filter((name) => IO.test(name))).toEqual([]);
  });

  test('is short enough to hold one idea', () => {
    expect(readFileSync(join(ROOT, path), 'utf8').split('\n').length).toBeLessThanOrEqual(500);
  });
});
