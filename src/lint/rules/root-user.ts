import { placeOf } from '../../imagefile/text/tree.ts';
import type { LintRule } from '../rule.ts';

/** Skips an image without an entry: it is a base image, and packages are installed on it as root. */
export const rootUser: LintRule = {
  name: 'root-user',
  summary: 'The program of an image should not run as root',
  find({ spec, tree }) {
    if (spec.entry === undefined || !/^(root|0)(:|$)/.test(spec.user)) return [];
    return [{ detail: `the program runs as root, with "user: ${spec.user}"`, at: placeOf(tree, ['user']) }];
  },
};
