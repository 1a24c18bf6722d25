import { COMMIT } from '../../imagefile/values/syntax.ts';
import type { LintRule } from '../rule.ts';

export const unpinnedSource: LintRule = {
  name: 'unpinned-source',
  summary: 'A tag or branch may point to another commit tomorrow',
  find({ spec }) {
    return spec.build.flatMap(({ source }) => {
      if (source.kind !== 'git' || source.commit !== undefined || COMMIT.test(source.ref ?? '')) return [];
      const what = source.ref === undefined ? 'the default branch' : `"${source.ref}"`;
      return [{ detail: `${what} of ${source.url} has no "commit" beside it`, at: source.at }];
    });
  },
};
