import { expect, test } from 'vitest';
import { parseImagefile } from '../parse.ts';

/** Returns the packages of a build with these lines. */
function packages(...lines: readonly string[]): string[] {
  const build = ['name: app', 'source: {context: .}', ...lines, 'run: [make]', 'output: [app: /bin/app]'];
  const { spec, diagnostics } = parseImagefile(`build:\n  - ${build.join('\n    ')}\nentry: /bin/app\n`);
  expect(diagnostics).toEqual([]);
  return (spec?.build[0]?.packages ?? []).map(({ name, exclude }) => `${exclude ? '-' : ''}${name}`);
}

const FETCH = 'fetch: {files: [go.mod], run: [go mod download]}';

test.each<[string, readonly string[], readonly string[]]>([
  ['no packages', [FETCH], ['ca-certificates']],
  ['packages', [FETCH, 'packages: [golang-go]'], ['golang-go', 'ca-certificates']],
  ['the package itself', [FETCH, 'packages: [ca-certificates, make]'], ['ca-certificates', 'make']],
  ['the package excluded', [FETCH, 'packages: [-ca-certificates]'], ['-ca-certificates']],
  ['an image, which has its own', [FETCH, 'from: tools'], []],
  ['no download', ['fetch: {files: [go.mod]}', 'prepare: [make]'], []],
  ['no fetch', ['packages: [golang-go]'], ['golang-go']],
])('fetch brings certificates: %s', (_, lines, expected) => {
  expect(packages(...lines)).toEqual(expected);
});
