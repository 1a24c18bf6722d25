import type { CompileContext } from '../../src/compile/context.ts';
import { repository, signed } from '../../src/compile/source.ts';
import type { LockedBuild } from '../../src/debian/lock.ts';
import { nameOfRef, otherCommit } from '../../src/imagefile/git-words.ts';
import type { Build, GitSource, SigningKey, Spec } from '../../src/imagefile/spec.ts';
import { git, sourceOf } from '../../src/llb/index.ts';
import { allOf } from '../errors/all-of.ts';
import { type Problem, UserError } from '../errors/user-error.ts';
import { type Bridge, BridgeError } from '../gateway/bridge.ts';
import { buildFailure } from '../gateway/build-failure.ts';
import { readText } from '../gateway/read-text.ts';

/**
 * Fetches the git repositories of `build`, so that failures become errors with a line of the Imagefile.
 * @returns the commits that must be fetched in place of a ref, by name of the build
 * @throws {UserError}
 */
export async function verifyRepositories(
  bridge: Bridge,
  compileContext: CompileContext,
  { build }: Spec,
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    build.map(async ({ name, source }) => {
      if (source.kind !== 'git' || compileContext.named.has(name)) return {};
      const commit = takesTagsForCommits(bridge, source) ? source.commit : undefined;
      const more = commit === undefined ? {} : ({ skipSubmodules: true } as const);
      const error = await buildFailure(bridge, repository(compileContext, source, more));
      const problem = error && (await problemOf(bridge, compileContext, source, error));
      if (problem !== undefined) return { problem };
      return commit === undefined ? {} : { entry: [name, commit] as const };
    }),
  );
  const problems = found.flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0) throw new UserError(problems);
  return new Map(found.flatMap(({ entry }) => (entry === undefined ? [] : [entry])));
}

/**
 * Reports whether the daemon compares `commit` with the object id of an annotated tag, as BuildKit does before 0.26. Such a
 * daemon merges all fetches of a commit and does not retry a failed one. The ref is therefore checked by a fetch with other
 * options, and the build uses the commit.
 */
function takesTagsForCommits({ llb }: Bridge, { ref, commit, key }: GitSource): boolean {
  const isPinnedTag = ref !== undefined && commit !== undefined && key === undefined;
  return isPinnedTag && !llb.has('source.git.signatureverify');
}

/** Returns the problem; undefined if the tag points to the commit after all. */
async function problemOf(
  bridge: Bridge,
  compileContext: CompileContext,
  source: GitSource,
  { message }: BridgeError,
): Promise<Problem | undefined> {
  const { commit, ...unpinned } = source;
  const isTold = !takesTagsForCommits(bridge, source) || !OTHER_COMMIT.test(message);
  const found = isTold ? undefined : await askCommit(bridge, compileContext, unpinned).catch(() => undefined);
  if (found === undefined) return explain(source, message);
  return found === commit ? undefined : { ...otherCommit(source, found), at: source.at };
}

/**
 * Returns the spec with every repository at its locked commit, so that no ref is looked up. Signatures were verified when
 * the lock was written, like those of the package indexes.
 */
export function atCommits(spec: Spec, builds: readonly LockedBuild[]): Spec {
  const commits = new Map(builds.map(({ name, commit }) => [name, commit]));
  const build = spec.build.map((each) => {
    const commit = commits.get(each.name);
    if (each.source.kind !== 'git' || commit === undefined) return each;
    const { ref: _, key: __, ...source } = each.source;
    return { ...each, source: { ...source, commit } };
  });
  return { ...spec, build };
}

/**
 * Returns the current commits of the repositories, by name of the build. A commit that the Imagefile pins is not looked up.
 * @throws {UserError} for a repository that cannot be read
 */
export async function resolveCommits(
  bridge: Bridge,
  compileContext: CompileContext,
  build: readonly Pick<Build, 'name' | 'source'>[],
): Promise<ReadonlyMap<string, string>> {
  const found = build.map(async ({ name, source }): Promise<[string, string][]> => {
    if (source.kind !== 'git') return [];
    return [[name, source.commit ?? (await commitOf(bridge, compileContext, source))]];
  });
  return new Map((await allOf(found)).flat());
}

/**
 * Fetches the repositories that have a `key`, and verifies their signatures.
 * @param commits the commits to verify, by name of the build
 * @throws {UserError}
 */
export async function verifySignatures(
  bridge: Bridge,
  compileContext: CompileContext,
  { build }: Spec,
  commits: ReadonlyMap<string, string>,
): Promise<void> {
  await allOf(
    build.map(async ({ name, source }) => {
      if (source.kind !== 'git' || source.key === undefined) return;
      const commit = commits.get(name);
      const pinned = commit === undefined ? source : { ...source, commit };
      const error = await buildFailure(bridge, signed(compileContext, pinned, source.key));
      if (error !== undefined) throw new UserError([notSigned(name, source.key, error)]);
    }),
  );
}

/** Only the output of the step gives the reason, and only the client sees that output. */
function notSigned(name: string, { at }: SigningKey, { message }: BridgeError): Problem {
  const isVerdict = message.includes('did not complete successfully: exit code: 1');
  return {
    code: 'bad-signature',
    message: `the source of build "${name}" is not signed as "key" requires`,
    fix: isVerdict ? 'see the output of the step that verifies the signature' : message,
    at,
  };
}

async function commitOf(bridge: Bridge, compileContext: CompileContext, source: GitSource): Promise<string> {
  try {
    return await askCommit(bridge, compileContext, source);
  } catch (error) {
    if (!(error instanceof BridgeError)) throw error;
    throw new UserError([explain(source, error.message)]);
  }
}

/** Looks up the commit of a ref; an annotated tag is resolved to its commit. @throws {BridgeError} */
async function askCommit(bridge: Bridge, compileContext: CompileContext, source: GitSource): Promise<string> {
  const { url, ref } = source;
  const LogName = `[internal] look up ${url}${ref === undefined ? '' : ` ${ref}`}`;
  const { Git } = await bridge.resolveSourceMeta({
    Source: sourceOf(repository(compileContext, source)),
    LogName,
  });
  const told = Git?.CommitChecksum || Git?.Checksum;
  if (told) return told;
  // Before 0.26, BuildKit does not return the commit; the checkout has it.
  const tree = git(url, { ...(ref === undefined ? {} : { ref }), keepGitDir: true });
  return (await readText(bridge, tree, '.git/HEAD', 1000)).trim();
}

const OTHER_COMMIT = /expected checksum to match \S+, got (\S+)/;

/** Explains a failed fetch. @param message of BuildKit (source/git/source.go), or of git */
function explain(source: GitSource, message: string): Problem {
  const { url, ref, commit, at } = source;
  const [, other] = OTHER_COMMIT.exec(message) ?? [];
  if (other !== undefined) return { ...otherCommit(source, other), at };
  if (
    /does not contain ref|couldn't find remote ref|not our ref|unadvertised object|unable to read tree/.test(
      message,
    )
  ) {
    const wanted = ref === undefined && commit !== undefined ? `the commit "${commit}"` : nameOfRef(source);
    return {
      code: 'unknown-ref',
      message: `${url} does not have ${wanted}`,
      fix: `git ls-remote ${url} lists its branches and tags`,
      at,
    };
  }
  const words = message.split('\n').filter((line) => line.trim() !== '');
  return {
    code: 'source-unreachable',
    message: `the repository ${url} cannot be read`,
    fix: (words.find((line) => line.startsWith('fatal: ')) ?? message).trim(),
    at,
  };
}
