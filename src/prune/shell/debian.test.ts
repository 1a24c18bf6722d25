import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shellWords } from './words.ts';

/** The folder that scripts/shell-scripts.sh filled. */
const FOLDER = process.env.SHELL_SCRIPTS ?? '';

test('the scripts of Debian are read', { timeout: 300_000 }, () => {
  const names = readdirSync(FOLDER).sort();
  const unread = names.flatMap((name) => {
    const { unread } = shellWords(readFileSync(join(FOLDER, name), 'utf8'));
    return unread === undefined ? [] : [`${name}:${unread.line ?? ''} ${unread.fault}`];
  });
  console.log([`${unread.length} of ${names.length} scripts cannot be read`, ...unread].join('\n  '));
  expect(names.length).toBeGreaterThan(1000);
  expect(unread.length / names.length).toBeLessThan(0.005);
});
