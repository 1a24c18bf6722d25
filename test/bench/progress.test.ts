import { expect, test } from 'vitest';
import { explainFailure, readSteps } from './progress.ts';

const at = (second: number) => `2026-01-01T00:00:0${second}.000000001Z`;
const line = (status: object) => `${JSON.stringify(status)}\n`;

test('a step that is started twice has two spans, however often each is told', () => {
  const first = { digest: 'sha256:1', name: 'fetch apt', started: at(1), completed: at(2) };
  const again = { ...first, started: at(4), completed: at(7) };
  const progress =
    line({ vertexes: [{ digest: 'sha256:1', name: 'fetch apt' }] }) +
    line({ vertexes: [first] }) +
    line({ statuses: [{ id: 'x' }] }) +
    line({ vertexes: [again, first] });
  const start = Date.parse('2026-01-01T00:00:00Z') / 1000;
  expect(readSteps(progress)).toEqual([
    {
      name: 'fetch apt',
      spans: [
        [start + 1, start + 2],
        [start + 4, start + 7],
      ],
    },
  ]);
});

test('a failure is explained by what the step and docker said', () => {
  const said = Buffer.from('E: no such package\n').toString('base64');
  expect(explainFailure(`${line({ logs: [{ data: said }] })}ERROR: failed to build\n`)).toBe(
    'E: no such package\nERROR: failed to build',
  );
});
