import type { Target } from '../fuzz/target.ts';
import { ar, java, tar } from './archives.ts';
import { config, options, urls } from './client.ts';
import { control, release } from './debian.ts';
import { elf } from './elf.ts';
import { git } from './git.ts';
import { imagefile } from './imagefile.ts';
import { lock } from './lock.ts';
import { calls, shell } from './shells.ts';
import { traces } from './traces.ts';
import { globs, names, packages } from './trees.ts';

/** What is attacked, the slow ones first: so two at a time end together. */
export const TARGETS: readonly Target[] = [
  imagefile,
  lock,
  packages,
  traces,
  config,
  elf,
  control,
  options,
  release,
  ar,
  tar,
  java,
  git,
  urls,
  globs,
  shell,
  calls,
  names,
];
