import { expect, test } from 'vitest';
import { parseImagefile } from '../imagefile/parse.ts';
import { buildsOf } from './builds.ts';

const { spec } = parseImagefile(`build:
  - name: app
    from: tools:1.0
    source: {context: .}
    environment: {MODE: own}
    run: [make]
    output: [app: /usr/bin/app]
entry: /usr/bin/app
`);

test('a build in an image has the variables of the image below its own, and no packages', () => {
  if (spec === undefined) throw new Error('no spec');
  const empty = { suite: 'trixie', archives: [], base: [], packages: [], tools: [] };
  const image = {
    name: 'tools:1.0',
    digest: 'sha256:1',
    environment: ['PATH=/opt/bin', 'MODE=theirs', 'A=b=c'],
    hasAuthorities: true,
  };
  const [build] = buildsOf(spec, 'amd64', {
    locks: new Map([['app', { ...empty, architecture: 'amd64' }]]),
    images: new Map([['app', image]]),
  });
  expect(build).toMatchObject({
    from: { name: 'tools:1.0', digest: 'sha256:1' },
    packages: { packages: [] },
  });
  expect(build).not.toHaveProperty('bootstrap');
  expect(build?.environment).toEqual(
    expect.arrayContaining(['PATH=/opt/bin', 'MODE=own', 'A=b=c', 'HOME=/root']),
  );
});
