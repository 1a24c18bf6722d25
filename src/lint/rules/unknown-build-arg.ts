import { isPlatformArg } from '../../imagefile/platform-args.ts';
import { nearest } from '../../imagefile/text/nearest.ts';
import type { LintRule } from '../rule.ts';

/** Arguments used by clients, BuildKit or mib, in any case (buildx, BuildKit `dockerui`). */
const PREDEFINED = /^(SOURCE_DATE_EPOCH|(HTTPS?|FTP|NO|ALL)_PROXY|BUILDKIT_.*|MIB_.*|EXPLAIN)$/i;

export const unknownBuildArg: LintRule = {
  name: 'unknown-build-arg',
  summary: 'A build argument has an effect only if the Imagefile declares it',
  find({ args, given }) {
    const known = args.map(({ name }) => name);
    const isKnown = (name: string) => known.includes(name) || PREDEFINED.test(name) || isPlatformArg(name);
    const unknown = [...given.keys()].filter((name) => !isKnown(name));
    return unknown.map((name) => {
      const meant = nearest(name, known);
      const hint = meant === undefined ? '' : `: did you mean "${meant}"?`;
      return { detail: `"args" does not declare the build argument "${name}"${hint}` };
    });
  },
};
