import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
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
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> | string };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = '.github/workflows';
const files = readdirSync(FOLDER).map((name) => [name, readFileSync(`${FOLDER}/${name}`, 'utf8')] as const);
/** YAML 1.2, in which `on` is not a boolean. */
const workflows = files.map(([name, text]) => [name, parse(text, { strict: true }) as Workflow] as const);
const jobs = workflows.flatMap(([name, workflow]) =>
  Object.entries(workflow.jobs).map(([id, job]) => [`${id} of ${name}`, job, workflow] as const),
);

/** The actions of GitHub and Docker, with the inputs of their action.yml that are used here. */
const INPUTS: Readonly<Record<string, readonly string[]>> = {
  'actions/checkout': [],
  'actions/attest-build-provenance': ['subject-checksums'],
  'docker/bake-action': ['source', 'targets', 'push', 'sbom', 'provenance'],
  'docker/login-action': ['registry', 'username', 'password'],
  'docker/setup-buildx-action': [],
  'docker/setup-qemu-action': [],
};

describe.each(workflows)('%s', (_, workflow) => {
  test('has the keys that a workflow has, and runs daily', () => {
    const keys = ['name', 'on', 'permissions', 'concurrency', 'env', 'jobs'];
    expect(keys).toEqual(expect.arrayContaining(Object.keys(workflow)));
    expect(workflow.on).toMatchObject({
      schedule: [{ cron: expect.stringMatching(/^\d+ \d+ \* \* \*$/) }],
    });
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });
});

test.each(files)('%s names the commit of each action, and its version for people', (_, text) => {
  const uses = text.match(/uses: .*/g) ?? [];
  expect(uses.length).toBeGreaterThan(0);
  for (const line of uses) expect(line).toMatch(/^uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('one action has one version', () => {
  const uses = new Set(files.flatMap(([, text]) => text.match(/uses: .*/g) ?? []));
  const actions = [...uses].map((line) => line.replace(/@.*/, ''));
  expect(actions).toEqual([...new Set(actions)]);
});

describe.each(jobs)('the job %s', (_, job, workflow) => {
  test('uses stock actions with inputs that they know', () => {
    for (const { uses, with: inputs = {} } of job.steps) {
      if (uses === undefined) continue;
      const [action = ''] = uses.split('@');
      expect(INPUTS, uses).toHaveProperty([action]);
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

  test('makes targets of the Makefile', () => {
    const makefile = readFileSync('Makefile', 'utf8');
    const matrix = job.strategy?.matrix;
    const listed = typeof matrix === 'object' ? (matrix.target ?? []) : [];
    const named = job.steps.flatMap(({ run = '' }) =>
      [...run.matchAll(/\bmake ([a-z-]+)/g)].map(([, name]) => name),
    );
    for (const name of [...listed, ...named]) expect(makefile).toMatch(new RegExp(`^${name}:`, 'm'));
  });
});

test('who signs has an identity, and nobody else', () => {
  const withIdentity = jobs.filter(([, { permissions }]) => permissions?.['id-token'] !== undefined);
  const signing = jobs.filter(([, { steps }]) => steps.some(({ uses }) => uses?.includes('attest')));
  expect(withIdentity).toEqual(signing);
  expect(signing).toHaveLength(1);
});
