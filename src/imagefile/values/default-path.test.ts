import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEFAULT_PATH } from './default-path.ts';

test('a stage of a Dockerfile is started with the same PATH', () => {
  expect(readFileSync('src/steps/export.sh', 'utf8')).toContain(` PATH=${DEFAULT_PATH} `);
});
