import { expect, test } from 'vitest';
import { debianArchitectures, machineOf } from '../../debian/architecture.ts';
import { debianName } from './platforms.ts';

test.each(debianArchitectures())('%s has the name that the rest of mib gives it', (debian) => {
  expect(debianName(debian)).toBe(debian);
  const { architecture = '', variant } = machineOf(debian) ?? {};
  const docker = variant === undefined ? architecture : `${architecture}/${variant}`;
  expect(debianName(docker)).toBe(debian);
  expect(debianName(`linux/${docker}`)).toBe(debian);
});

test.each([
  ['x86_64', 'did you mean "amd64"?'],
  ['aarch64', 'did you mean "arm64"?'],
  ['arm/v8', 'did you mean "arm/v5"?'],
  ['constructor', 'for example amd64, arm64, arm/v7 or 386'],
])('%s is unknown', (platform, fix) => {
  expect(debianName(platform)).toMatchObject({ code: 'unknown-platform', fix });
});
