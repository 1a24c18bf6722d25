import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { nameOfRef, otherCommit } from '../imagefile/git-words.ts';
import type { SignatureRequest } from '../protocol/source.ts';
import type { Places } from '../protocol/steps.ts';
import type { Message } from '../prune/messages.ts';
import { readRequest } from './request.ts';
import { complain, say } from './say.ts';
import { type GitObject, readObject, readRef } from './signature/objects.ts';
import { headerOf, type Signed, signedParts } from './signature/signed.ts';
import { nameOfKeys, type Verdict, verify } from './signature/verify.ts';

/**
 * Runs the step `signature`: fails unless the commit of a checkout, or the requested tag, is signed by one of the keys.
 * Removes `.git`, so that only the files of the commit are left.
 */
export async function signature(places: Places<'signature'>, check: typeof verify = verify): Promise<number> {
  const request = readRequest<'signature'>(places.request);
  const git = `${places.tree}/.git`;
  const found = await verifyCheckout(git, request, places.key, check);
  if ('problems' in found) return complain(found.problems);
  rmSync(git, { recursive: true });
  say(`${found.what} is signed by ${found.signer}`);
  return 0;
}

type Found = { readonly what: string; readonly signer: string } | { readonly problems: readonly Message[] };

/** @param git the folder `.git` of the checkout */
async function verifyCheckout(
  git: string,
  request: SignatureRequest,
  key: string,
  check: typeof verify,
): Promise<Found> {
  const commit = readObject(git, readRef(git, 'HEAD') ?? '');
  if (request.commit !== undefined && commit.id !== request.commit)
    return { problems: [otherCommit(request, commit.id)] };
  const { url } = request;
  const tag = tagOf(git, request);
  const candidates = [
    ...(tag === undefined ? [] : [{ object: tag, what: `the tag ${nameOfRef(request)} of ${url}` }]),
    { object: commit, what: `the commit ${commit.id} of ${url}` },
  ];
  const problems: Message[] = [];
  for (const { object, what } of candidates) {
    const signed = signedParts(object);
    if (signed === undefined) continue;
    const other = object === tag ? otherTag(tag, commit, request) : undefined;
    const problem = other ?? otherKind(signed, what);
    const verdict: Verdict =
      problem === undefined
        ? await inFiles(signed, (files) => check({ ...files, key }, what, nameOfKeys(request.key)))
        : { problem };
    if ('signer' in verdict) return { what, signer: verdict.signer };
    problems.push(verdict.problem);
  }
  return { problems: problems.length > 0 ? problems : [unsigned(candidates.map(({ what }) => what))] };
}

/** Calls `use` with the parts as temporary files. */
async function inFiles<T>(
  { payload, signature }: Signed,
  use: (files: { readonly payload: string; readonly signature: string }) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(`${tmpdir()}/mib-signature-`);
  const files = { payload: `${folder}/payload`, signature: `${folder}/signature` };
  try {
    writeFileSync(files.payload, payload);
    writeFileSync(files.signature, signature);
    return await use(files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns the requested tag if it is an annotated one; a lightweight tag cannot be signed. */
function tagOf(git: string, { ref }: SignatureRequest): GitObject | undefined {
  if (ref === undefined) return undefined;
  const id = readRef(git, `refs/tags/${ref.replace(/^refs\/tags\//, '')}`);
  const object = id === undefined ? undefined : readObject(git, id);
  return object?.type === 'tag' ? object : undefined;
}

/** Detects a signed tag that is served under another name, such as an old release as the newest. */
function otherTag(
  tag: GitObject,
  commit: GitObject,
  { url, ref = '' }: SignatureRequest,
): Message | undefined {
  const [name, object] = [headerOf(tag, 'tag'), headerOf(tag, 'object')];
  const code = 'bad-signature' as const;
  const fix = 'the tag was moved or renamed: ask the maintainers of the repository';
  if (name !== ref.replace(/^(?:refs\/)?tags\//, '')) {
    return { code, message: `the tag "${ref}" of ${url} was signed as "${name}"`, fix };
  }
  if (object === commit.id) return undefined;
  return {
    code,
    message: `the tag "${ref}" of ${url} was signed for ${object}, but points to ${commit.id}`,
    fix,
  };
}

function otherKind({ kind }: Signed, what: string): Message | undefined {
  if (kind === 'openpgp') return undefined;
  const message = `${what} is signed with ${kind === 'ssh' ? 'SSH' : 'X.509'}, which mib does not verify`;
  return { code: 'bad-signature', message, fix: 'leave out "key", and pin what is built with "commit"' };
}

function unsigned(what: readonly string[]): Message {
  const message = what.length === 1 ? `${what[0]} is not signed` : `neither ${what.join(' nor ')} is signed`;
  return {
    code: 'bad-signature',
    message,
    fix: 'name a tag or commit that is signed, or leave out "key" and pin what is built with "commit"',
  };
}
