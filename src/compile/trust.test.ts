import { expect, test } from 'vitest';
import { image, marshal } from '../llb/index.ts';
import { pb } from '../llb/proto.ts';
import type { Build, Plan, TrustedCertificate } from '../plan/plan.ts';
import type { CompileContext } from './context.ts';
import { compileLocales, verifyTimezones } from './places.ts';
import { trustInFetch, withVariables } from './trust.ts';

const PLATFORM = { os: 'linux', architecture: 'amd64' };
const tree = image('base', { platform: PLATFORM });
const at = { start: 0, end: 1 };
const place = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
const context = {
  prefix: '',
  builder: image('builder', { platform: PLATFORM }),
  native: PLATFORM,
  locate: () => place,
} as unknown as CompileContext;

const certificate = (name: string, build: boolean): TrustedCertificate => ({
  ...{ name, build, at },
  ...{ subject: '', sha256: '', pem: `pem of ${name}` },
});
const BUILD = {
  name: 'app',
  environment: ['GIT_SSL_CAINFO=/own.pem'],
  fetch: { files: [], run: [] },
} as unknown as Build;

/** Returns the text of the requests in a graph. */
function requests(of: typeof tree): string {
  return (marshal(of).definition.def ?? [])
    .map((bytes) => pb.Op.decode(bytes))
    .flatMap(({ file }) => file?.actions ?? [])
    .map(({ mkfile }) => Buffer.from(mkfile?.data ?? []).toString())
    .join('');
}

test('fetch trusts what says so, and nothing else', () => {
  const all = [certificate('a.pem', true), certificate('b.pem', false)];
  const made = trustInFetch(context, { build: BUILD, tree }, all, 0);
  expect(requests(made.tree)).toContain('pem of a.pem');
  expect(requests(made.tree)).not.toContain('pem of b.pem');
  const { environment } = withVariables(BUILD, made.variables);
  expect(environment).toContain('GIT_SSL_CAINFO=/own.pem');
  expect(environment).toContain('PIP_CERT=/etc/ssl/certs/ca-certificates.crt');
  expect(environment.filter((line) => line.startsWith('GIT_SSL_CAINFO='))).toHaveLength(1);
});

test('a build without fetch, and one without such a certificate, stay as they are', () => {
  const { fetch: _, ...plain } = BUILD;
  expect(trustInFetch(context, { build: plain, tree }, [certificate('a.pem', true)], 0).tree).toBe(tree);
  const made = trustInFetch(context, { build: BUILD, tree }, [certificate('a.pem', false)], 0);
  expect(made).toEqual({ tree, variables: [] });
  expect(withVariables(BUILD, made.variables)).toBe(BUILD);
});

test('locales have the byte order of the target', () => {
  const compiled = (architecture: string) =>
    requests(compileLocales(context, tree, { locales: [{ value: 'de_DE', at }], architecture }, 0));
  expect(compiled('s390x')).toContain('"endian":"big"');
  expect(compiled('arm64')).toContain('"endian":"little"');
});

test('a plan without zones and locales has no step for them', () => {
  const none: Pick<Plan, 'timezones' | 'locales' | 'architecture'> = { architecture: 'amd64' };
  expect(verifyTimezones(context, compileLocales(context, tree, none, 0), none)).toBe(tree);
});
