import { expect, test } from 'vitest';
import type { Session } from '../gateway/session.ts';
import { onPlatform } from './platform-project.ts';
import type { Project } from './project.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };

test('a project is as the Imagefile has it for the platform, whichever it was before', () => {
  const targetFor = new Map([
    ['linux/amd64', { spec: 'of amd64' }],
    ['linux/arm64', { spec: 'of arm64' }],
  ]);
  const whole = { spec: 'of amd64', targetFor, epoch: 1 } as unknown as Project;
  const session = {} as Session;
  const arm = onPlatform(session, whole, ARM64);
  expect(arm).toEqual({ session, project: { ...whole, spec: 'of arm64' }, platform: ARM64 });
  expect(onPlatform(session, arm.project, AMD64).project).toEqual(whole);
});
