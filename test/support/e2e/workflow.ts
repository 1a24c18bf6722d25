import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Outcome, run } from './docker.ts';

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { name?: string; run?: string }[] }>>;
}

/** Runs the commands of a step of .github/workflows/images.yml as GitHub does: `bash -e`. */
export function runStep(name: string, cwd: string, env: Readonly<Record<string, string>>): Promise<Outcome> {
  const workflow = parse(readFileSync('.github/workflows/images.yml', 'utf8')) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  const commands = steps.find((step) => step.name === name)?.run;
  if (commands === undefined) throw new Error(`no step "${name}" with commands`);
  return run('bash', ['-e', '-c', commands], { cwd, env: { ...process.env, ...env } });
}
