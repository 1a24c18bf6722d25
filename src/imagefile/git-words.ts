import type { GitSource } from './spec.ts';

/** The tag, branch or commit of a repository, as messages call it. */
export function nameOfRef({ ref }: Pick<GitSource, 'ref'>): string {
  return ref === undefined ? 'the default branch' : `"${ref}"`;
}

/** What to say of a repository that is at another commit than it should. */
export function otherCommit(source: Pick<GitSource, 'url' | 'ref' | 'commit'>, found: string) {
  const { url, commit } = source;
  return {
    code: 'wrong-commit',
    message: `${nameOfRef(source)} of ${url} is the commit ${found}, not ${commit}`,
    fix: 'look at what changed; write the new commit if it is what you want',
  } as const;
}
