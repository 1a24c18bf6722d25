import { bootstrap } from './bootstrap.ts';
import { clampMtimes } from './clamp-mtimes.ts';
import { resolve } from './resolve.ts';
import { say } from './say.ts';
import { whohas } from './whohas.ts';

/** The steps of a build, by the first argument of `mib`. Each returns an exit status. */
const STEPS: Readonly<Record<string, () => Promise<number>>> = {
  accounts: async () => (await import('./accounts.ts')).accounts(),
  audit: async () => (await import('./audit.ts')).audit(),
  bootstrap,
  counterparts: async () => (await import('./translate-trace.ts')).writeTranslatedTrace(),
  entry: async () => (await import('./entry.ts')).entry(),
  export: async () => (await import('./export.ts')).exportStage(process.argv.slice(3)),
  layer: async () => (await import('./layer.ts')).layer(),
  missed: async () => (await import('./missing-files.ts')).findMissingFiles(),
  output: async () => (await import('./output.ts')).output(),
  prune: async () => (await import('./prune.ts')).prune(),
  report: async () => (await import('./report.ts')).report(),
  resolve,
  sbom: async () => (await import('./sbom.ts')).sbom(),
  settle: () => clampMtimes(),
  signature: async () => (await import('./signature.ts')).signature(),
  tools: async () => (await import('./tools.ts')).tools(),
  trace: async () => (await import('./trace.ts')).trace(),
  twice: async () => (await import('./compare-builds.ts')).compareBuilds(),
  unpack: async () => (await import('./unpack.ts')).unpack(),
  user: async () => (await import('./user.ts')).user(),
  verify: async () => (await import('./verify.ts')).verify(),
  whohas,
};

async function main(name: string | undefined): Promise<number> {
  const step = name === undefined ? undefined : STEPS[name];
  if (step === undefined) {
    say(`usage: mib ${Object.keys(STEPS).join('|')}; the request is /in/request.json`);
    return 2;
  }
  return step();
}

main(process.argv[2]).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  },
);
