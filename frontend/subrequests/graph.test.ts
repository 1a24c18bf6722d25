import { expect, test } from 'vitest';
import { file, image, marshal } from '../../src/llb/index.ts';
import { graphAnswer } from './graph.ts';

const graphs = ['amd64', 'arm64'].map((architecture) => {
  const base = image('mirror.example/base:1', { platform: { os: 'linux', architecture } });
  const { definition } = marshal(file(base).mkdir('/srv').output());
  return { platform: `linux/${architecture}`, definition };
});

test('prints a YAML document for each platform, with numbers in place of digests', () => {
  const document = (architecture: string) => `# linux/${architecture}
- op: 1
  caps: source.image
  platform: linux/${architecture}
  source:
    identifier: docker-image://mirror.example/base:1
- op: 2
  caps: file.base
  inputs: "1"
  file:
    actions:
      - input: 0
        secondaryInput: -1
        output: 0
        mkdir:
          mode: "0755"
          path: /srv
          timestamp: -1
- op: 3
  caps: constraints, platform
  inputs: "2"
`;
  expect(graphAnswer(graphs.slice(0, 1)).text).toBe(document('amd64'));
  expect(graphAnswer(graphs).text).toBe(`${document('amd64')}---\n${document('arm64')}`);
});

test('has the same as JSON', () => {
  expect(JSON.parse(graphAnswer(graphs).json)).toMatchObject([
    { platform: 'linux/amd64', ops: [{ op: 1, caps: 'source.image' }, { op: 2, inputs: '1' }, { op: 3 }] },
    { platform: 'linux/arm64', ops: [{ op: 1, platform: 'linux/arm64' }, { op: 2 }, { op: 3 }] },
  ]);
});
