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
 * Fetches the repositories that are built, so that what is wrong is said in our words.
 * @returns the commits of those that have to be fetched by these, by the names of the builds
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
 * Before BuildKit 0.26, a daemon compares a commit with the id of the tag, where that is an object of its own. It takes all fetches of a
 * commit for one, and does not try again what failed; so the ref is looked at in a fetch of another kind, and the commit is built.
 */
function takesTagsForCommits({ llb }: Bridge, { ref, commit, key }: GitSource): boolean {
  const isPinnedTag = ref !== undefined && commit !== undefined && key === undefined;
  return isPinnedTag && !llb.has('source.git.signatureverify');
}

/** What is wrong; nothing where the tag leads to the commit after all. */
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
 * The same with every repository at the commit that a lock has of it, so that it is not asked where its refs are. Who signed it was seen
 * when the lock was written, as with the indexes of packages.
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
 * The commits that the repositories are at, by the names of the builds. One that the Imagefile pins is not asked.
 * @throws {UserError} for one that cannot be had
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
 * Fetches the repositories that must be signed, and fails where one is not.
 * @param commits what they have to be at, by the names of the builds
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

/** Only what the step printed tells what is wrong, and only the client has that. */
function notSigned(name: string, { at }: SigningKey, { message }: BridgeError): Problem {
  const isVerdict = message.includes('did not complete successfully: exit code: 1');
  return {
    code: 'bad-signature',
    message: `the source of build "${name}" is not signed as "key" demands`,
    fix: isVerdict ? 'the step that verifies the signature says why' : message,
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

/** A tag may be an object of its own, which the commit is found through. @throws {BridgeError} */
async function askCommit(bridge: Bridge, compileContext: CompileContext, source: GitSource): Promise<string> {
  const { url, ref } = source;
  const LogName = `[internal] look up ${url}${ref === undefined ? '' : ` ${ref}`}`;
  const { Git } = await bridge.resolveSourceMeta({
    Source: sourceOf(repository(compileContext, source)),
    LogName,
  });
  const told = Git?.CommitChecksum || Git?.Checksum;
  if (told) return told;
  // A daemon before BuildKit 0.26 does not tell; the checkout does.
  const tree = git(url, { ...(ref === undefined ? {} : { ref }), keepGitDir: true });
  return (await readText(bridge, tree, '.git/HEAD')).trim();
}

const OTHER_COMMIT = /expected checksum to match \S+, got (\S+)/;

/** @param message of BuildKit (source/git/source.go), or of git */
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
      fix: `git ls-remote ${url} lists what it has`,
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
