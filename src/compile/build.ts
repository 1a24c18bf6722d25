import type { BuildOutput, Command } from '../imagefile/spec.ts';
import { commandLine } from '../imagefile/values/quote.ts';
import { type FileChain, file, type Output } from '../llb/index.ts';
import type { Build, Plan, Prune, TrustedCertificate } from '../plan/plan.ts';
import type { OutputRequest } from '../protocol/source.ts';
import { STEPS } from '../protocol/steps.ts';
import { addAuthorities, authorityVariables, buildTree } from './build-tree.ts';
import { type CompileContext, common, inBuilder, inTree } from './context.ts';
import { copyFetchFiles } from './fetch-files.ts';
import { MOST_OPERATIONS } from './files.ts';
import { givenTo, withOwn } from './mounts.ts';
import { fileOwner } from './owner.ts';
import { type Opened, openSource } from './source.ts';
import { outputMount, request } from './step-mounts.ts';
import { trustInFetch, withVariables } from './trust.ts';

/** The folder of a build's source in its tree, and the working directory of its commands. */
const FOLDER = '/src';

/**
 * Builds from source and copies the outputs into the tree, one operation each or, if there are many, one for each build.
 * @param time mtime of the sources and the outputs, in seconds since 1970
 */
export function addBuilds(
  context: CompileContext,
  tree: Output,
  { builds, certificates = [], prune }: Pick<Plan, 'builds' | 'certificates' | 'prune'>,
  time: number,
): Output {
  const isMany = builds.flatMap(({ output }) => output).length > MOST_OPERATIONS;
  return builds.reduce((current, build) => {
    const made = buildOne(context, build, certificates, time);
    const groups = isMany ? [build.output] : build.output.map((output) => [output]);
    return groups.reduce(
      (image, outputs) => addOutputs(context, image, made, build, { outputs, prune, time }),
      current,
    );
  }, tree);
}

/** Returns the tree after the commands of the build. */
function buildOne(
  context: CompileContext,
  build: Build,
  certificates: readonly TrustedCertificate[],
  time: number,
): Output {
  const tools = addAuthorities(context, buildTree(context, build, time), build, time);
  const { tree, variables } = trustInFetch(context, { build, tree: tools }, certificates, time);
  const source = openSource(context, build.name, build.source);
  const known = withVariables(build, [...variables, ...authorityVariables(build)]);
  const fetched = fetchFirst(context, tree, source, known, time);
  const prepared = runLines(context, fetched, build, build.prepare, { time, stage: 'prepare' });
  const whole = file(prepared, common(context, `copy the source of ${build.name}`, [build.source.at]))
    .copy(source.tree, source.folder, FOLDER, { dirCopyContents: true, createDestPath: true, time })
    .output();
  return runLines(context, whole, build, build.run, { time, stage: 'build' });
}

/** Runs the commands that need network, in a tree with only those source files that say what to fetch. */
function fetchFirst(
  context: CompileContext,
  tree: Output,
  source: Opened,
  build: Build,
  time: number,
): Output {
  const { files, run } = build.fetch ?? { files: [], run: [] };
  if (files.length + run.length + build.prepare.length === 0) return tree;
  const copied =
    files.length === 0
      ? undefined
      : copyFetchFiles(context, tree, source, { build: build.name, files, folder: FOLDER, time });
  const folder =
    copied ??
    file(tree, common(context, `make the folder of ${build.name}`))
      .mkdir(FOLDER, { time, makeParents: true })
      .output();
  return runLines(context, folder, build, run, { time, stage: 'fetch' });
}

/** What a command is run for. Only `fetch` has the network. */
type Stage = 'fetch' | 'prepare' | 'build';

const TITLES: Readonly<Record<Stage, string>> = { fetch: 'fetch for', prepare: 'prepare', build: 'build' };

function runLines(
  context: CompileContext,
  tree: Output,
  { name, environment }: Build,
  lines: readonly Command[],
  { time, stage }: { readonly time: number; readonly stage: Stage },
): Output {
  const isFetch = stage === 'fetch';
  return lines.reduce((current, { value, mounts, environment: own, at }) => {
    const given = givenTo(context, mounts);
    const run = inTree(context, current, {
      name: `${TITLES[stage]} ${name}: ${commandLine(value)}`,
      args: isFetch ? ['/.mib/fetch', ...value] : value,
      env: [...withOwn(environment, own), `SOURCE_DATE_EPOCH=${time}`],
      cwd: FOLDER,
      user: '0:0',
      keep: true,
      isAsked: true,
      network: isFetch ? 'sandbox' : 'none',
      ...given,
      at: [at],
    });
    return run.output('/');
  }, tree);
}

/** Outputs are some outputs of a build, and how the image is pruned. */
interface Outputs {
  readonly outputs: readonly BuildOutput[];
  readonly prune: Prune | undefined;
  readonly time: number;
}

function addOutputs(
  context: CompileContext,
  image: Output,
  made: Output,
  build: Build,
  { outputs, prune, time }: Outputs,
): Output {
  const { name } = build;
  const [only, ...more] = outputs;
  const what = only && more.length === 0 ? `${only.from} of ${name} to ${only.to}` : `the outputs of ${name}`;
  const places = outputs.map(({ at }) => at);
  return outputs
    .reduce<FileChain>(
      (chain, output) => {
        const { from, to, owner, mode } = output;
        const path = from.startsWith('/') ? from : `${FOLDER}/${from}`;
        return chain.copy(verifyOutput(context, made, build, output, prune), path, to, {
          followSymlink: true,
          dirCopyContents: true,
          createDestPath: true,
          time,
          ...(mode === undefined ? {} : { mode }),
          ...(owner === undefined ? {} : { owner: fileOwner(owner, image) }),
        });
      },
      file(image, common(context, `copy ${what}`, places)),
    )
    .output();
}

/** Returns the tree after a check that it has the file that a line of `output` names. Fails at that line. */
function verifyOutput(
  context: CompileContext,
  tree: Output,
  { name: build, cross }: Build,
  { from, to, at }: BuildOutput,
  prune: Prune | undefined,
): Output {
  const { places } = STEPS.output;
  const image = cross && imageOf(cross.architecture, to, prune);
  const run = inBuilder(context, 'output', {
    name: `find ${from} of ${build}`,
    at: [at],
    mounts: [
      request(context, 'output', { build, from, folder: FOLDER, image }),
      outputMount(places.tree, tree),
    ],
  });
  return run.output(places.tree);
}

/** Describes the image to a build for another machine. At level `files`, only pruning knows which of its files are kept. */
function imageOf(architecture: string, to: string, prune: Prune | undefined): OutputRequest['image'] {
  if (prune?.request.level === 'files') return undefined;
  const { keep = [], drop = [] } = prune?.request ?? {};
  const anyMachine = [...keep, ...drop].filter((pattern) => pattern.startsWith('/'));
  return { architecture, to, anyMachine };
}
