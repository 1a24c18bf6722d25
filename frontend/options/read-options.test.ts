import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SUPPORTED_CAPS } from './read-options.ts';

test.each([
  ['Dockerfile.frontend', /^LABEL moby\.buildkit\.frontend\.caps=(.*)$/m],
  ['images/frontend/Imagefile', /^ {2}moby\.buildkit\.frontend\.caps: (.*)$/m],
])('the image of %s announces what the frontend supports', (path, caps) => {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  expect(text.match(caps)?.[1]?.split(',')).toEqual(SUPPORTED_CAPS);
});
