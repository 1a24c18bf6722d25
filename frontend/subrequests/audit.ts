import type { Spec } from '../../src/imagefile/spec.ts';
import type { Range } from '../../src/imagefile/text/diagnostic.ts';
import { find, placeOf as placeIn, type Tree } from '../../src/imagefile/text/tree.ts';
import type { Warning } from '../../src/lint/lint.ts';
import { AUDIT_RULES, type Suspicion } from '../../src/prune/audit/index.ts';
import { nameOf } from '../../src/tree/paths.ts';
import type { Entrypoint } from '../context/entrypoint.ts';
import { UserError } from '../errors/user-error.ts';
import { BridgeError } from '../gateway/bridge.ts';
import { readText } from '../gateway/read-text.ts';
import type { Answer } from '../gateway/result.ts';
import type { Session } from '../gateway/session.ts';
import { compileProject } from '../graph/compile-project.ts';
import { inspected, linted } from '../project/inspected.ts';
import { lintImagefile, lintSettings } from '../project/lint.ts';
import { type Project, readProject } from '../project/project.ts';
import { forPlatforms, type PlatformBuild } from '../resolve/choose.ts';
import { packagesWith } from '../resolve/packages-with.ts';
import { lintAnswer } from './lint.ts';
import type { Subrequest } from './subrequest.ts';

/**
 * `--call=audit`: shows the warnings of `--check` for one target, and those about its tree, which is built up to the pruning.
 * A warning of several platforms is shown once. Any warning makes the exit status 1.
 */
export const audit: Subrequest = {
  name: 'audit',
  version: '0.1.0',
  description: 'Build up to the pruning, and show warnings about the tree too',
  answer: auditPlatforms,
};

async function auditPlatforms(session: Session, entrypoint: Entrypoint): Promise<Answer> {
  const project = inspected(await readProject(session, entrypoint));
  const warnings = lintImagefile(session, project, [linted(project)], lintSettings(session, project));
  const found = await forPlatforms(session, project, async (build) => {
    const suspicions = await suspicionsOf(build);
    return suspicions.map((each) => warningOf(build.project, each));
  });
  const distinct = new Map(found.flat().map((each) => [`${each.rule} ${each.detail}`, each]));
  return lintAnswer(project.entrypoint.file, [...warnings, ...distinct.values()]);
}

async function suspicionsOf(build: PlatformBuild): Promise<readonly Suspicion[]> {
  const { report } = await compileProject(build);
  if (report === undefined) return [];
  const text = await readText(build.session.bridge, report, 'summary.json').catch(async (error) => {
    throw (await missingEntry(build, error)) ?? error;
  });
  const summary: { readonly suspicions: readonly Suspicion[] } = JSON.parse(text);
  return withPackages(build, summary.suspicions);
}

/** Returns the packages that have the program of the entry, as an error, if the build failed because it is not there. */
async function missingEntry(build: PlatformBuild, error: unknown): Promise<UserError | undefined> {
  const { entry } = build.project.spec;
  const program = entry?.value[0];
  const isEntry = error instanceof BridgeError && error.message.includes('process "mib entry"');
  if (!isEntry || entry === undefined || program === undefined) return undefined;
  const [found] = (await packagesWith(build, [nameOf(program)])).values();
  if (found === undefined) return undefined;
  const message = `entry "${program}" cannot be started, as the step says`;
  const fix = `packages with a program of that name: ${found.join(', ')}`;
  return new UserError([{ code: 'missing-entry', message, fix, at: entry.at }]);
}

/** Adds to findings about missing libraries the packages that have them. */
async function withPackages(
  build: PlatformBuild,
  suspicions: readonly Suspicion[],
): Promise<readonly Suspicion[]> {
  const found = await packagesWith(
    build,
    suspicions.flatMap(({ library }) => library ?? []),
  );
  return suspicions.map((each) => {
    const packages = found.get(each.library ?? '') ?? [];
    if (packages.length === 0) return each;
    const named = packages.map((name) => `"${name}"`).join(' or ');
    return { ...each, detail: `${each.detail}: add ${named} to packages` };
  });
}

function warningOf(project: Project, suspicion: Suspicion): Warning {
  const { rule, detail } = suspicion;
  const summary = AUDIT_RULES.find(({ name }) => name === rule)?.summary ?? '';
  const { tree, spec } = project;
  const at = suspicion.volume === undefined ? placeOf(spec, suspicion) : volumePlace(tree, suspicion.volume);
  return { rule, summary, detail, ...(at && { at }) };
}

/** Returns the line of a volume. */
function volumePlace(tree: Tree, volume: string): Range {
  const list = find(tree, ['volumes']);
  const items = list?.kind === 'list' ? list.items : [];
  return (
    items.find((each) => each.kind === 'scalar' && each.value === volume)?.at ?? placeIn(tree, ['volumes'])
  );
}

/** Returns the line of the package or check that a warning is about, or else that of `entry`. */
function placeOf(
  { build, files, packages, check, entry }: Spec,
  { package: name, program, target }: Suspicion,
) {
  const bringing = [...build.flatMap(({ output }) => output), ...files].find(
    ({ to }) => to === target || (to.endsWith('/') && target?.startsWith(to)),
  );
  const requested = packages.find((request) => request.name === name);
  const starting = check.find(
    (each) =>
      program !== undefined &&
      nameOf((each.kind === 'run' ? each.run : (each.start ?? entry?.value))?.[0] ?? '') === nameOf(program),
  );
  return (bringing ?? requested ?? starting ?? entry)?.at;
}
