import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { REQUEST as PLAIN } from '../../test/support/prune/request.ts';
import { STEPS } from '../protocol/steps.ts';
import type { PruneRequest } from '../prune/request.ts';
import { mib } from './command.ts';

const REQUEST: PruneRequest = { ...PLAIN, entry: [], keep: ['/opt'], epoch: 1_700_000_000 };

let root: string;
let printed: string;
let said: string;
const at = (...names: string[]) => join(root, ...names);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mib-command-'));
  [printed, said] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += chunk;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    said += chunk;
    return true;
  });
  for (const name of ['tree/opt', 'tree/srv', 'rootfs', 'report']) mkdirSync(at(name), { recursive: true });
  writeFileSync(at('tree/opt/data'), 'data');
  writeFileSync(at('tree/srv/more'), '');
  writeFileSync(at('tree/srv/other'), 'other');
  writeFileSync(at('request.json'), JSON.stringify(REQUEST));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

/** Runs a line, in which `@` stands for the folder of the test. */
async function run(line: string) {
  [printed, said] = ['', ''];
  const words = line === '' ? [] : line.split(' ').map((word) => word.replace('@', root));
  const status = await mib(words);
  return { status, printed, said: said.replaceAll(root, '@') };
}

const PRUNE = 'prune --request @/request.json --tree=@/tree --rootfs @/rootfs --report @/report';
const VERIFY = 'verify --request @/request.json --tree @/tree --image @/rootfs --report @/report';

describe('a step by hand', () => {
  test('prune reads and writes the folders that it is given, and verify compares them', async () => {
    const pruned = { status: 0, printed: '', said: 'kept 1 of 3 files, 0.0 of 0.0 MB, 0 of 0 packages\n' };
    expect(await run(PRUNE)).toEqual(pruned);
    expect(readFileSync(at('rootfs/opt/data'), 'utf8')).toBe('data');
    expect(existsSync(at('rootfs/srv/other'))).toBe(false);
    expect(readdirSync(at('report')).sort()).toEqual(['keep.jsonl', 'summary.json']);
    expect(await run(VERIFY)).toEqual({ status: 0, printed: '', said: '' });

    writeFileSync(at('rootfs/opt/data'), 'date');
    const { status, printed, said } = await run(VERIFY);
    expect({ status, printed }).toEqual({ status: 1, printed: '' });
    expect(said).toContain('/opt/data');
  });

  test('prune keeps what the events name that it is given', async () => {
    writeFileSync(at('events.json'), '[{"path":"/srv/other","kind":"open"}]');
    expect(await run(`${PRUNE} --events @/events.json`)).toMatchObject({ status: 0 });
    expect(lstatSync(at('rootfs/srv/other')).size).toBe(5);
  });

  test('a path may be relative', async () => {
    const line = PRUNE.replaceAll('@', relative(process.cwd(), root));
    expect(await run(line)).toMatchObject({ status: 0 });
    expect(readFileSync(at('rootfs/opt/data'), 'utf8')).toBe('data');
  });
});

test.each([
  ['prun', 'unknown step "prun" [invalid-option]\n  did you mean "prune"?\n'],
  ['toString', 'unknown step "toString" [invalid-option]\n  see mib --help\n'],
  ['verify --tre @', 'unknown option "--tre" [invalid-option]\n  did you mean "--tree"?\n'],
  ['verify --events @', 'unknown option "--events" [invalid-option]\n  see --help\n'],
  ['verify @', '"@" is not an option [invalid-option]\n  see --help\n'],
  ['verify --tree', '"--tree" has no value [invalid-option]\n'],
  ['verify --tree= --image @', '"--tree" has no value [invalid-option]\n'],
  ['verify --tree @ --tree @/x', '"--tree" is given twice: "@" and "@/x" [invalid-option]\n'],
  [
    'verify --request @/request.json --tree @/none --image @/rootfs --report @/report',
    '--tree "@/none" does not exist [invalid-option]\n  give a path that exists: --tree PATH\n',
  ],
  [
    'settle --tree @/tree',
    '--request "/in/request.json" does not exist [invalid-option]\n  give a path that exists: --request PATH\n',
  ],
  [
    'whohas --request @/request.json --archives @ --out @/rootfs --scratch @/tree',
    '--scratch "@/tree" exists [invalid-option]\n  name a folder that does not exist\n',
  ],
])('%s is refused', async (line, words) => {
  expect(await run(line)).toEqual({ status: 2, printed: '', said: words });
});

test('a place that may be absent is looked for nowhere', async () => {
  writeFileSync(at('archive'), 'no archive');
  const { status, said } = await run('unpack --archive @/archive --out @/rootfs --key @/none');
  expect(status).toBe(1);
  expect(said).toContain('this is not a tar archive');
});

test('--help of a step says what it does, and its paths', async () => {
  const help = `usage: mib prune [--NAME PATH]...

Copies the files that the program needs from the full tree, and writes the reasons.

These are its paths in a build. To run the step by hand, give others. Output folders must exist.

  --request PATH  /in/request.json
  --tree PATH     /tree
  --events PATH   /in/events.json (optional)
  --rootfs PATH   /out/rootfs
  --report PATH   /out/report
`;
  expect(await run('prune --help')).toEqual({ status: 0, printed: help, said: '' });
  expect((await run('prune --tre @ --help')).printed).toBe(help);
});

test('names of several words have a dash between them', async () => {
  expect((await run('bootstrap --help')).printed).toContain(
    '  --stand-ins PATH  /usr/lib/mib/stand-ins (optional)\n',
  );
});

test('--help lists the steps, and so does a line without any', async () => {
  const { printed, ...rest } = await run('--help');
  expect(rest).toEqual({ status: 0, said: '' });
  expect(printed).toMatch(
    /^usage: mib STEP \[--NAME PATH\]\.\.\.\n\nmib STEP --help lists the paths of a step\.\n\n/,
  );
  const names = [...printed.matchAll(/^ {2}(\w+) +[A-Z].*\.$/gm)].map(([, name]) => name);
  expect(names).toEqual([...Object.keys(STEPS), 'export'].sort());
  expect(await run('')).toEqual({ status: 2, printed: '', said: printed });
});

test('export has options of its own', async () => {
  expect((await run('export --help')).printed).toMatch(/^usage: export \[OPTION\]\.\.\. /);
});
