import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { newReader } from '../../../src/trace/accesses.ts';

const HERE = dirname(fileURLToPath(import.meta.url));

/** The working directory that each program was started in. */
const FOLDERS: Readonly<Record<string, string>> = {
  processes: '/tmp',
  endings: '/tmp',
  'changed-user': '/srv',
};

// Recorded with strace 6.13 in steps of BuildKit. What changes is refreshed with -u; read the difference.
test.each(readdirSync(HERE).filter((name) => !name.endsWith('.ts')))('%s', async (name) => {
  const found: string[] = [];
  const folder = FOLDERS[name] ?? '/';
  const surroundings = {
    folder,
    canonical: (path: string) => join('/', path),
    hidden: (call: string, isPassing: boolean) => found.push(`${isPassing ? 'passing' : 'hidden'}: ${call}`),
  };
  const reader = newReader(surroundings, ({ use, path, target, error }) => {
    const end = target === undefined ? (error ?? '') : `-> ${target}`;
    found.push(`${use} ${JSON.stringify(path)} ${end}`.trimEnd());
  });
  for (const line of readFileSync(join(HERE, name, 'trace.txt'), 'utf8').split('\n')) {
    if (line !== '') reader.add(line);
  }
  reader.end();
  await expect(`${found.join('\n')}\n`).toMatchFileSnapshot(join(name, 'accesses.txt'));
});
