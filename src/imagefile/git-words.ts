import type { GitSource } from './spec.ts';

/** Returns the name of a tag, branch or commit for messages. */
export function nameOfRef({ ref }: Pick<GitSource, 'ref'>): string {
  return ref === undefined ? 'the default branch' : `"${ref}"`;
}

/** Returns the error for a repository that is not at the expected commit. */
export function otherCommit(source: Pick<GitSource, 'url' | 'ref' | 'commit'>, found: string) {
  const { url, commit } = source;
  return {
    code: 'wrong-commit',
    message: `${nameOfRef(source)} of ${url} is commit ${found}, not ${commit}`,
    fix: 'review what changed, then write the new commit',
  } as const;
}
