import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PruneRequest } from '../../src/prune/request.ts';
import type { Part } from './part.ts';
import { say } from './say.ts';
import { align, megabytes, seconds } from './table.ts';

const FILES = 1_000_000;
const IN_A_FOLDER = 1000;
const MANY = '/opt/many';

/** What one run of the step `prune` took. */
export interface Taken {
  readonly seconds: number;
  /** Bytes. */
  readonly peak: number;
}

/** A tree with a million files, none of which the program needs, and all of which `files:` names. */
export const million: Part = {
  name: 'million',
  measure: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mib-bench-'));
    try {
      say('make a tree with a million files');
      makeTree(join(folder, 'tree'));
      const rows = [];
      for (const [name, files] of [
        ['not needed', []],
        ['all kept', [MANY]],
      ] as const) {
        say(`prune it, ${name}`);
        rows.push({ name, ...(await prune(folder, files)) });
      }
      return { text: describe(rows), results: rows };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function makeTree(root: string): void {
  mkdirSync(join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, 'var/lib/dpkg'), { recursive: true });
  writeFileSync(join(root, 'var/lib/dpkg/status'), '');
  writeFileSync(join(root, 'bin/program'), '#!/bin/program\n', { mode: 0o755 });
  for (let folder = 0; folder < FILES / IN_A_FOLDER; folder++) {
    const path = join(root, MANY, String(folder));
    mkdirSync(path, { recursive: true });
    for (let file = 0; file < IN_A_FOLDER; file++) writeFileSync(join(path, `${file}.txt`), '');
  }
}

/** In a process of its own, as in a build, so that its peak of memory is its own as well. */
async function prune(folder: string, files: readonly string[]): Promise<Taken> {
  const request: PruneRequest = {
    level: 'modules',
    architecture: 'amd64',
    entry: ['/bin/program'],
    programs: [],
    packages: [],
    environment: {},
    workingDir: '/',
    user: '65532',
    volumes: [],
    files,
    keep: [],
    drop: [],
    epoch: 0,
  };
  writeFileSync(join(folder, 'request.json'), JSON.stringify(request));
  const child = fork('dist/bench-prune.cjs', [folder], { stdio: 'inherit' });
  const [taken]: Taken[] = await once(child, 'message');
  if (taken === undefined) throw new Error('the step prune said nothing');
  return taken;
}

function describe(rows: readonly (Taken & { readonly name: string })[]): string {
  return align([
    ['prune a tree with a million files', 'time', 'peak of memory'],
    ...rows.map(({ name, seconds: time, peak }) => [name, seconds(time), megabytes(peak)]),
  ]);
}
