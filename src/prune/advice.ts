import { commandLine } from '../imagefile/values/quote.ts';

/** How a person says what they want, in the place where they asked for the image. */
export interface Advice {
  readonly add: string;
  readonly keep: (path: string) => string;
  readonly user: string;
  readonly wholePackages: string;
}

export const IN_IMAGEFILE: Advice = {
  add: 'add it to the Imagefile',
  keep: (path) => `keep: ["${path}"]`,
  user: 'user:',
  wholePackages: 'prune: packages',
};

/** For `export`, which has options instead of a file. */
export const BY_OPTION: Advice = {
  add: 'add the option',
  keep: (path) => `--keep ${commandLine([path])}`,
  user: '--user',
  wholePackages: '--prune packages',
};
