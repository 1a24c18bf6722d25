import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SUPPORTED_CAPS } from './session.ts';

test('the image announces what the frontend supports', () => {
  const dockerfile = readFileSync(new URL('../Dockerfile.frontend', import.meta.url), 'utf8');
  expect(dockerfile.match(/^LABEL moby\.buildkit\.frontend\.caps=(.*)$/m)?.[1]?.split(',')).toEqual(
    SUPPORTED_CAPS,
  );
});
