import { REQUEST } from '../protocol/step.ts';
import { type Places, placesInBuild, STEPS, type StepName } from '../protocol/steps.ts';
import { say } from './say.ts';

/** The programs of the steps. Each returns an exit status. */
const PROGRAMS: { readonly [Step in StepName]: (places: Places<Step>) => Promise<number> } = {
  audit: async (places) => (await import('./audit.ts')).audit(places),
  bootstrap: async (places) => (await import('./bootstrap.ts')).bootstrap(places),
  counterparts: async (places) => (await import('./translate-trace.ts')).writeTranslatedTrace(places),
  entry: async (places) => (await import('./entry.ts')).entry(places),
  layer: async (places) => (await import('./layer.ts')).layer(places),
  missed: async (places) => (await import('./missing-files.ts')).findMissingFiles(places),
  output: async (places) => (await import('./output.ts')).output(places),
  prune: async (places) => (await import('./prune.ts')).prune(places),
  report: async (places) => (await import('./report.ts')).report(places),
  resolve: async (places) => (await import('./resolve.ts')).resolve(places),
  sbom: async (places) => (await import('./sbom.ts')).sbom(places),
  settle: async (places) => (await import('./clamp-mtimes.ts')).clampMtimes(places),
  signature: async (places) => (await import('./signature.ts')).signature(places),
  tools: async (places) => (await import('./tools.ts')).tools(places),
  trace: async (places) => (await import('./trace.ts')).trace(places),
  twice: async (places) => (await import('./compare-builds.ts')).compareBuilds(places),
  unpack: async (places) => (await import('./unpack.ts')).unpack(places),
  user: async (places) => (await import('./user.ts')).user(places),
  verify: async (places) => (await import('./verify.ts')).verify(places),
  whohas: async (places) => (await import('./whohas.ts')).whohas(places),
};

async function main(name = '', words: readonly string[]): Promise<number> {
  if (name === 'export') return (await import('./export.ts')).exportStage(words);
  if (isStep(name)) return run(name);
  say(`usage: mib ${[...Object.keys(PROGRAMS), 'export'].sort().join('|')}; the request is ${REQUEST}`);
  return 2;
}

function isStep(name: string): name is StepName {
  return Object.hasOwn(STEPS, name);
}

function run<Step extends StepName>(step: Step): Promise<number> {
  return PROGRAMS[step](placesInBuild(step));
}

main(process.argv[2], process.argv.slice(3)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  },
);
