import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Plan } from '../plan/plan.ts';
import { planText } from './plan.ts';

test('a command is shown with what it is given', () => {
  const plan: Plan = JSON.parse(readFileSync('test/golden/images/nginx.plan.json', 'utf8'));
  const at = { start: 0, end: 1 };
  const cache = { kind: 'cache', id: 'home', target: '/root/.cache', sharing: 'shared', at } as const;
  const secret = { kind: 'secret', id: 'token', env: 'TOKEN', required: true, at } as const;
  const run = [
    { value: ['app', '--fill'], mounts: [secret, cache], at },
    { value: ['app'], mounts: [], at },
  ];
  expect(planText({ ...plan, run })).toContain(
    '\n  run        app --fill (secret token, cache home)\n  run        app\n',
  );
});

test('packages are shown with their origin, and those of a further repository by name', () => {
  const plan: Plan = JSON.parse(readFileSync('test/golden/images/nginx.plan.json', 'utf8'));
  const deb = { version: '1', url: '', file: '', sha256: '', size: 1_000_000 };
  const packages = [
    { ...deb, name: 'tool', origin: 'http://packages.example stable' },
    { ...deb, name: 'libx', origin: 'trixie' },
    { ...deb, name: 'extra', origin: 'http://packages.example stable' },
  ];
  expect(planText({ ...plan, install: { requested: ['tool'], packages, accounts: [] } })).toContain(
    `
  install    tool, 3 packages (3.0 MB)
  from       http://packages.example stable: tool 1, extra 1
  from       trixie: 1 package (1.0 MB)
`,
  );
});

test('certificates, time zones and locales are shown where they come in', () => {
  const plan: Plan = JSON.parse(readFileSync('test/golden/images/nginx.plan.json', 'utf8'));
  const at = { start: 0, end: 1 };
  const certificate = { name: 'ca.pem', subject: 'CN=Corp', sha256: '00', pem: '', build: true, at };
  const text = planText({
    ...plan,
    certificates: [certificate],
    timezones: { names: [{ value: 'UTC', at }] },
    locales: [{ value: 'de_DE.UTF-8', at }],
  });
  expect(text).toContain('\n  locale     de_DE.UTF-8\n  timezones  UTC\n');
  expect(text).toContain('\n  trust      CN=Corp of ca.pem, in fetch too\n  keep ');
  expect(planText({ ...plan, timezones: { all: true, at } })).toContain('\n  timezones  all\n');
});
