import { type FileChain, file, type Output } from '../llb/index.ts';
import type { Build, Cross } from '../plan/plan.ts';
import { bootstrap } from './bootstrap.ts';
import { type CompileContext, common } from './context.ts';
import { install } from './install.ts';

/** The bundle of certificate authorities where Debian, Alpine and most programs have it, in the builder, too. */
export const BUNDLE = '/etc/ssl/certs/ca-certificates.crt';

/** Returns the tree that a build runs in: an image or Debian's minimal tree, with the packages of the build. */
export function buildTree(context: CompileContext, build: Build, time: number): Output {
  const { name, packages, cross } = build;
  const plan = { ...packages, accounts: [] };
  if (cross === undefined) return install(context, below(context, build), plan, time, { build: name });
  const { standIns: _, ...native } = context;
  const foreign = cross.architecture;
  const tree = install(native, below(native, build), plan, time, { build: name, foreign });
  return setUpCross(context, tree, name, cross, time);
}

/** Returns the tree that the packages are added to. */
function below(context: CompileContext, { name, from, bootstrap: minimal }: Build): Output {
  if (minimal !== undefined) return bootstrap(context, minimal);
  const image = context.buildImages?.get(name);
  if (image === undefined) throw new Error(`the image ${from?.name} of the build ${name} was not opened`);
  return image;
}

function setUpCross(
  context: CompileContext,
  tree: Output,
  name: string,
  { architecture, links, files }: Cross,
  time: number,
): Output {
  const folder = file(tree, common(context, `set up cross-compilation of ${name} for ${architecture}`)).mkdir(
    '/usr/local/share/mib',
    { time, makeParents: true },
  );
  const linked = links.reduce<FileChain>((chain, { path, to }) => chain.symlink(to, path, { time }), folder);
  const encode = (text: string) => new TextEncoder().encode(text);
  return files
    .reduce((chain, { path, text }) => chain.mkfile(path, { data: encode(text), time }), linked)
    .output();
}

/** Adds the authorities that the builder knows to an image that knows none, so that `fetch` can verify servers. */
export function addAuthorities(context: CompileContext, tree: Output, build: Build, time: number): Output {
  if (build.lacksAuthorities !== true) return tree;
  return file(tree, common(context, `add certificate authorities for ${build.name}`))
    .copy(context.builder, BUNDLE, BUNDLE, { createDestPath: true, followSymlink: true, time })
    .output();
}

/** Returns the variables that name these authorities to OpenSSL, which looks into a folder of links otherwise. */
export function authorityVariables({ lacksAuthorities }: Build): readonly string[] {
  return lacksAuthorities === true ? [`SSL_CERT_FILE=${BUNDLE}`] : [];
}
