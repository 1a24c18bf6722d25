import { expect, test } from 'vitest';
import { parseImagefile } from '../../src/imagefile/parse.ts';
import { inFile } from '../../test/support/in-file.ts';
import type { Stat } from '../gateway/bridge.ts';
import type { Session } from '../gateway/session.ts';
import { parseOptions } from '../options/options.ts';
import { readKeys } from './signing-keys.ts';

const REPOSITORY = '{url: http://mirror.example/a, suite: stable, key: a.asc}';
const FILE = { name: 'Imagefile', text: `entry: /usr/bin/a\nrepositories:\n  - ${REPOSITORY}\n` };

/** Reads the key of a repository from a build context that has this file. */
function attempt(stat: Stat) {
  const { spec } = parseImagefile(FILE.text);
  if (spec === undefined) throw new Error('no spec');
  const session = {
    options: parseOptions({ BUILDKIT_SESSION_ID: 's' }).options,
    bridge: {
      solve: async () => ({ id: 'context' }),
      statFile: async () => stat,
      readFile: async () => {
        throw new Error('it was opened');
      },
    },
  } as unknown as Session;
  return inFile(FILE, () => readKeys(session, [spec], { ignored: [] } as never));
}

test.each<[Stat, string]>([
  [{ mode: 0x0200_01a4 }, 'is a named pipe, not a file'],
  [{ mode: 0o644, size: 2_000_000 }, 'has 2.0 MB, more than the 1.0 MB that are read'],
])('a key that is no regular file, or too large, is never opened: %o', async (stat, fault) => {
  await expect(attempt(stat)).rejects.toThrow(`Imagefile:3: "a.asc" ${fault} [invalid-file]`);
});
