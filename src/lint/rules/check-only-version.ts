import type { Check } from '../../imagefile/spec.ts';
import type { LintRule } from '../rule.ts';

/** Arguments that make a program print something and exit before it opens its files. */
const IDLE = /^(--?version|-[vV]|version|--?help|-h|help)$/;

export const checkOnlyVersion: LintRule = {
  name: 'check-only-version',
  summary: 'A check should make the program do its work',
  find({ spec: { check } }) {
    const [first] = check;
    if (first === undefined || !check.every(isIdle)) return [];
    return [{ detail: 'the checks only print a version or a help text', at: first.at }];
  },
};

function isIdle(check: Check): boolean {
  return check.kind === 'run' && check.run.length === 2 && IDLE.test(check.run[1] ?? '');
}
