import { nearest } from '../imagefile/text/nearest.ts';
import { type Places, STEPS, type StepName } from '../protocol/steps.ts';
import { helpOf, readLine } from './by-hand.ts';
import { wrong } from './options.ts';
import { complain } from './say.ts';

/** The programs of the steps. Each returns an exit status. */
const PROGRAMS: { readonly [Step in StepName]: (places: Places<Step>) => Promise<number> } = {
  accounts: async (places) => (await import('./accounts.ts')).accounts(places),
  libraries: async (places) => (await import('./libraries.ts')).verifyLibraries(places),
  audit: async (places) => (await import('./audit.ts')).audit(places),
  bootstrap: async (places) => (await import('./bootstrap.ts')).bootstrap(places),
  counterparts: async (places) => (await import('./translate-trace.ts')).writeTranslatedTrace(places),
  certificates: async (places) => (await import('./certificates.ts')).certificates(places),
  locales: async (places) => (await import('./locales.ts')).locales(places),
  timezones: async (places) => (await import('./timezones.ts')).timezones(places),
  entry: async (places) => (await import('./entry.ts')).entry(places),
  layer: async (places) => (await import('./layer.ts')).layer(places),
  matches: async (places) => (await import('./matches.ts')).matches(places),
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
  unread: async (places) => (await import('./unread.ts')).unread(places),
  user: async (places) => (await import('./user.ts')).user(places),
  verify: async (places) => (await import('./verify.ts')).verify(places),
  contents: async (places) => (await import('./contents.ts')).contents(places),
  whohas: async (places) => (await import('./whohas.ts')).whohas(places),
};

/** Runs `mib` with these arguments. @returns its exit status: 2 for wrong arguments */
export async function mib([name, ...words]: readonly string[]): Promise<number> {
  if (name === undefined) {
    process.stderr.write(usage());
    return 2;
  }
  if (name === '--help') {
    process.stdout.write(usage());
    return 0;
  }
  if (name === EXPORT) return runExport(words);
  if (isStep(name)) return runStep(name, words);
  const meant = nearest(name, NAMES);
  complain([
    wrong(`unknown step "${name}"`, meant === undefined ? 'see mib --help' : `did you mean "${meant}"?`),
  ]);
  return 2;
}

/** Not a step of a graph, but a separate program that src/steps/export.sh starts. */
const EXPORT = 'export';

const NAMES: readonly string[] = [...Object.keys(STEPS), EXPORT].sort();

async function runExport(words: readonly string[]): Promise<number> {
  const { exportStage } = await import('./export.ts');
  // The script puts three arguments of its own before those of its caller.
  return exportStage(words[0] === '--help' ? ['', '', '', ...words] : words);
}

function isStep(name: string): name is StepName {
  return Object.hasOwn(STEPS, name);
}

async function runStep<Step extends StepName>(step: Step, words: readonly string[]): Promise<number> {
  const line = readLine(step, words);
  if (line.kind === 'places') return PROGRAMS[step](line.places);
  if (line.kind === 'wrong') {
    complain(line.problems);
    return 2;
  }
  process.stdout.write(helpOf(step));
  return 0;
}

function usage(): string {
  const width = Math.max(...NAMES.map((name) => name.length));
  const lines = NAMES.map(
    (name) =>
      `  ${name.padEnd(width)}  ${isStep(name) ? STEPS[name].does : 'Exports a program from a stage of a Dockerfile (docs/export.md).'}`,
  );
  return `usage: mib STEP [--NAME PATH]...\n\nmib STEP --help lists the paths of a step.\n\n${lines.join('\n')}\n`;
}
