// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation of the Imagefile
import { expect, test } from 'vitest';
import { inFile } from '../../test/support/in-file.ts';
import type { Session } from '../gateway/session.ts';
import { type Options, parseOptions } from '../options/options.ts';
import { parse } from './imagefile.ts';

function read(text: string, platform: string) {
  const { options } = parseOptions({
    BUILDKIT_WORKERS: JSON.stringify([{ platforms: [{ os: 'linux', architecture: 'amd64' }] }]),
    BUILDKIT_FRONTEND_OPT_0: `platform=${platform}`,
  });
  const session: { readonly options: Options } = { options };
  const file = { name: 'Imagefile', text };
  return inFile(file, () => parse(session as Session, { file }));
}

const ON = 'entry: /bin/app\nlabels: {on: "${TARGETARCH}"}\n';

test('an Imagefile is read for each platform where that matters', () => {
  const { parsed, parsedFor } = read(ON, 'linux/386,linux/amd64');
  const on = [...parsedFor].map(([platform, { spec }]) => [platform, spec.labels.on]);
  expect(on).toEqual([
    ['linux/386', '386'],
    ['linux/amd64', 'amd64'],
  ]);
  expect(parsed).toBe(parsedFor.get('linux/386'));
});

test('and once where it does not', () => {
  const { parsedFor } = read('entry: /bin/app\n', 'linux/386,linux/amd64');
  expect(new Set(parsedFor.values()).size).toBe(1);
});

test('the platform whose checks are watched for another has its own', () => {
  expect([...read(ON, 'linux/s390x').parsedFor.keys()]).toEqual(['linux/s390x', 'linux/amd64']);
});

const port = (name: string) =>
  `Imagefile:2: port "8${name}" must be from 1 to 65535, optionally with /tcp, /udp or /sctp [invalid-value]\n  for example 8080/tcp\n`;

test('what is wrong on one platform is said, and what is wrong on all, once', () => {
  const text = 'entry: /bin/app\nexpose: ["8${TARGETARCH}"]\nuser: "${NOBODY}"\n';
  expect(() => read(text, 'linux/386,linux/arm64,linux/amd64')).toThrow(
    `${port('arm64')}${port('amd64')}` +
      'Imagefile:3: "${NOBODY}" is not declared in "args" [unknown-argument]\n' +
      '  declare it with args: {NOBODY: …}, or write "$${NOBODY}" for the text itself',
  );
});
