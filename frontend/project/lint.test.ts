import { expect, test } from 'vitest';
import { AUDIT_RULES } from '../../src/prune/audit/index.ts';
import type { Session } from '../gateway/session.ts';
import { auditSettings } from './lint.ts';

function settings(directive: string, given: Readonly<Record<string, string>> = {}) {
  const session = { options: { buildArgs: new Map(Object.entries(given)) } } as unknown as Session;
  const text = `# syntax=mib/frontend\n${directive}\nentry: /bin/app\n`;
  const file = { name: 'Imagefile', text };
  const entrypoint = { file } as Parameters<typeof auditSettings>[1]['entrypoint'];
  return auditSettings(session, { entrypoint });
}

test('rules about the tree are skipped by name, and those about the Imagefile do not concern it', () => {
  expect(settings('#')).toEqual({});
  expect(settings('# check=skip=no-check')).toEqual({});
  expect(settings('# check=skip=unused-package,no-certificates')).toEqual({
    skip: ['no-certificates', 'unused-package'],
  });
  expect(settings('# check=skip=all').skip).toEqual(AUDIT_RULES.map(({ name }) => name));
});

test('error=true has a place where the file says it', () => {
  expect(settings('# check=error=true')).toEqual({ strict: { at: { start: 22, end: 40 } } });
  expect(settings('#', { BUILDKIT_DOCKERFILE_CHECK: 'error=true' })).toEqual({ strict: {} });
  expect(settings('# check=error=true', { BUILDKIT_DOCKERFILE_CHECK: 'error=false' })).toEqual({});
});
