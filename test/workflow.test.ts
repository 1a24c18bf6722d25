import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

interface Job {
  readonly needs?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

const text = readFileSync('.github/workflows/images.yml', 'utf8');
/** YAML 1.2, in which `on` is not a boolean. */
const workflow = parse(text, { strict: true }) as Record<string, unknown> & { jobs: Record<string, Job> };
const jobs = Object.entries(workflow.jobs);

/** The actions of GitHub and Docker, with the inputs of their action.yml that are used here. */
const INPUTS: Readonly<Record<string, readonly string[]>> = {
  'actions/checkout': [],
  'actions/attest-build-provenance': ['subject-checksums'],
  'docker/bake-action': ['source', 'targets', 'push', 'sbom', 'provenance'],
  'docker/login-action': ['registry', 'username', 'password'],
  'docker/setup-buildx-action': [],
  'docker/setup-qemu-action': [],
};

test('has the keys that a workflow has, and runs daily', () => {
  const keys = ['name', 'on', 'permissions', 'concurrency', 'env', 'jobs'];
  expect(Object.keys(workflow)).toEqual(keys);
  expect(workflow.on).toMatchObject({ schedule: [{ cron: expect.stringMatching(/^\d+ \d+ \* \* \*$/) }] });
  expect(workflow.permissions).toEqual({ contents: 'read' });
});

describe.each(jobs)('the job %s', (_, job) => {
  test('uses stock actions of a named version, with inputs that they know', () => {
    for (const { uses, with: inputs = {} } of job.steps) {
      if (uses === undefined) continue;
      const [action = '', version] = uses.split('@');
      expect(INPUTS, uses).toHaveProperty([action]);
      expect(version, uses).toMatch(/^v\d+$/);
      expect(INPUTS[action], uses).toEqual(expect.arrayContaining(Object.keys(inputs)));
    }
  });

  test('has steps that either use an action or run commands a shell understands', () => {
    for (const { uses, run } of job.steps) {
      expect([uses, run].filter((each) => each !== undefined)).toHaveLength(1);
      if (run !== undefined) expect(spawnSync('bash', ['-n'], { input: run }).stderr.toString()).toBe('');
    }
  });

  test('refers only to what there is', () => {
    const ids = job.steps.flatMap(({ id }) => id ?? []);
    const said = JSON.stringify(job);
    for (const [, id] of said.matchAll(/\bsteps\.([\w-]+)\.outputs/g)) expect(ids).toContain(id);
    for (const [, needed = '', output = ''] of said.matchAll(/\bneeds\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      expect(job.needs).toBe(needed);
      expect(workflow.jobs[needed]?.outputs).toHaveProperty([output]);
    }
  });
});

test('who signs has an identity, and nobody else', () => {
  const withIdentity = jobs.filter(([, { permissions }]) => permissions['id-token'] !== undefined);
  const signing = jobs.filter(([, { steps }]) => steps.some(({ uses }) => uses?.includes('attest')));
  expect(withIdentity).toEqual(signing);
  expect(signing).toHaveLength(1);
});
