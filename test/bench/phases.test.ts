import { expect, test } from 'vitest';
import { OTHER, phaseSeconds } from './phases.ts';

test('steps of a phase that run at the same time count once', () => {
  const steps = [
    { name: 'fetch apt 3.0.4', spans: [[10, 12] as const] },
    { name: 'fetch dpkg 1.22.22', spans: [[13, 13.5] as const, [11, 12.5] as const] },
  ];
  expect(phaseSeconds(steps, 5)).toMatchObject({ fetch: 3, bootstrap: 0, [OTHER]: 2 });
});

test('an image reference is not taken for packages', () => {
  const steps = [
    {
      name: 'resolve image config for docker-image://docker.io/mib/frontend:latest',
      spans: [[0, 1] as const],
    },
    { name: 'resolve nginx-light', spans: [[1, 3] as const] },
  ];
  expect(phaseSeconds(steps, 3)).toMatchObject({ 'start the frontend': 1, resolve: 2, [OTHER]: 0 });
});

test('a step that is in no phase is something else', () => {
  const steps = [{ name: '[internal] load build context', spans: [[0, 1] as const] }];
  expect(phaseSeconds(steps, 1)).toMatchObject({ [OTHER]: 1 });
});
