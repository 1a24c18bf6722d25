import type { BuildOutput, Command } from '../imagefile/spec.ts';
import { commandLine } from '../imagefile/values/quote.ts';
import { type FileChain, file, type Output } from '../llb/index.ts';
import type { Build, Plan, TrustedCertificate } from '../plan/plan.ts';
import { STEPS } from '../protocol/steps.ts';
import { bootstrap } from './bootstrap.ts';
import { type CompileContext, common, inBuilder, inTree } from './context.ts';
import { copyFetchFiles } from './fetch-files.ts';
import { MOST_OPERATIONS } from './files.ts';
import { install } from './install.ts';
import { givenTo } from './mounts.ts';
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
  { builds, certificates = [] }: Pick<Plan, 'builds' | 'certificates'>,
  time: number,
): Output {
  const isMany = builds.flatMap(({ output }) => output).length > MOST_OPERATIONS;
  return builds.reduce((current, build) => {
    const made = buildOne(context, build, certificates, time);
    const groups = isMany ? [build.output] : build.output.map((output) => [output]);
    return groups.reduce((image, outputs) => addOutputs(context, image, made, build, outputs, time), current);
  }, tree);
}

/** Returns the tree after the commands of the build. */
function buildOne(
  context: CompileContext,
  build: Build,
  certificates: readonly TrustedCertificate[],
  time: number,
): Output {
  const tools = toolsOf(context, build, time);
  const { tree: installed, variables } = trustInFetch(context, { build, tree: tools }, certificates, time);
  const source = openSource(context, build.name, build.source);
  const fetched = fetchFirst(context, installed, source, withVariables(build, variables), time);
  const prepared = runAll(context, fetched, build, build.prepare, { time, stage: 'prepare' });
  const whole = file(prepared, common(context, `copy the source of ${build.name}`, [build.source.at]))
    .copy(source.tree, source.folder, FOLDER, { dirCopyContents: true, createDestPath: true, time })
    .output();
  return runAll(context, whole, build, build.run, { time, stage: 'build' });
}

/** Returns the tree with what the build needs: an image, or Debian's minimal tree with packages. */
function toolsOf(
  context: CompileContext,
  { name, bootstrap: base, packages, cross }: Build,
  time: number,
): Output {
  if (base === undefined) return imageOf(context, name);
  if (cross === undefined)
    return install(context, bootstrap(context, base), { ...packages, accounts: [] }, time, { build: name });
  const { standIns: _, ...native } = context;
  const foreign = cross.architecture;
  const plan = { ...packages, accounts: [] };
  const tree = install(native, bootstrap(native, base), plan, time, { build: name, foreign });
  const linked = cross.links.reduce<FileChain>(
    (chain, { path, to }) => chain.symlink(to, path, { time }),
    file(tree, common(context, `set up cross-compilation of ${name} for ${foreign}`)).mkdir(
      '/usr/local/share/mib',
      { time },
    ),
  );
  const encode = (text: string) => new TextEncoder().encode(text);
  return cross.files
    .reduce((chain, { path, text }) => chain.mkfile(path, { data: encode(text), time }), linked)
    .output();
}

/** Returns the image that a build is built in. */
function imageOf({ buildImages }: CompileContext, name: string): Output {
  const image = buildImages?.get(name);
  if (image === undefined) throw new Error(`the image of the build ${name} was not opened`);
  return image;
}

/** Runs the commands that need network, in a tree with only those source files that say what to fetch. */
function fetchFirst(
  context: CompileContext,
  tree: Output,
  source: Opened,
  build: Build,
  time: number,
): Output {
  if (build.fetch === undefined)
    return build.prepare.length === 0 ? tree : withFolder(context, tree, build, time);
  const { files, run } = build.fetch;
  const seen = copyFetchFiles(context, tree, source, { build: build.name, files, folder: FOLDER, time });
  return runAll(context, seen, build, run, { time, stage: 'fetch' });
}

/** Returns the tree with an empty folder for the source. */
function withFolder(context: CompileContext, tree: Output, { name }: Build, time: number): Output {
  const options = { time, makeParents: true };
  return file(tree, common(context, `make the folder of ${name}`))
    .mkdir(FOLDER, options)
    .output();
}

/** What a command is run for. Only `fetch` has the network. */
type Stage = 'fetch' | 'prepare' | 'build';

const TITLES: Readonly<Record<Stage, string>> = { fetch: 'fetch for', prepare: 'prepare', build: 'build' };

/** Runs commands one after the other. */
function runAll(
  context: CompileContext,
  tree: Output,
  build: Build,
  lines: readonly Command[],
  settings: { readonly time: number; readonly stage: Stage },
): Output {
  return lines.reduce((current, line) => command(context, current, build, line, settings), tree);
}

function command(
  context: CompileContext,
  tree: Output,
  { name, environment }: Build,
  { value, mounts, at }: Command,
  { time, stage }: { readonly time: number; readonly stage: Stage },
): Output {
  const run = inTree(context, tree, {
    name: `${TITLES[stage]} ${name}: ${commandLine(value)}`,
    args: value,
    env: [...environment, `SOURCE_DATE_EPOCH=${time}`],
    cwd: FOLDER,
    user: '0:0',
    keep: true,
    isAsked: true,
    network: stage === 'fetch' ? 'sandbox' : 'none',
    ...givenTo(context, mounts),
    at: [at],
  });
  return run.output('/');
}

function addOutputs(
  context: CompileContext,
  image: Output,
  made: Output,
  { name }: Build,
  outputs: readonly BuildOutput[],
  time: number,
): Output {
  const [only, ...more] = outputs;
  const what = only && more.length === 0 ? `${only.from} of ${name} to ${only.to}` : `the outputs of ${name}`;
  const places = outputs.map(({ at }) => at);
  return outputs
    .reduce<FileChain>(
      (chain, output) => {
        const { from, to, owner, mode } = output;
        const path = from.startsWith('/') ? from : `${FOLDER}/${from}`;
        return chain.copy(verifyOutput(context, made, name, output), path, to, {
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
  build: string,
  { from, at }: BuildOutput,
): Output {
  const { places } = STEPS.output;
  const run = inBuilder(context, 'output', {
    name: `find ${from} of ${build}`,
    at: [at],
    mounts: [request(context, 'output', { build, from, folder: FOLDER }), outputMount(places.tree, tree)],
  });
  return run.output(places.tree);
}
