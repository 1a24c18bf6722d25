import { expect, test } from 'vitest';
import { parseOptions } from '../options/options.ts';
import { wantsSbom } from './sbom.ts';

test.each([
  // --sbom=true as buildx sends it, and the classic build argument.
  ['BUILDKIT_FRONTEND_OPT_0', 'attest:sbom=type=sbom', true],
  ['BUILDKIT_FRONTEND_OPT_0', 'build-arg:BUILDKIT_ATTEST_SBOM=', true],
  ['BUILDKIT_FRONTEND_OPT_0', 'attest:sbom=type=sbom,generator=docker.io/docker/scanner', false],
  ['BUILDKIT_FRONTEND_OPT_0', 'attest:provenance=mode=max', false],
])('%s %s: %s', (name, value, wants) => {
  expect(wantsSbom(parseOptions({ [name]: value }).options)).toBe(wants);
});
