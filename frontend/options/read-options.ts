import { detail, StatusError, UNIMPLEMENTED } from '../errors/status.ts';
import { type Options, parseOptions } from './options.ts';

/** What clients may need of us: the label `moby.buildkit.frontend.caps` in Dockerfile.frontend says the same. */
export const SUPPORTED_CAPS = [
  'moby.buildkit.frontend.inputs',
  'moby.buildkit.frontend.subrequests',
  'moby.buildkit.frontend.contexts',
  'moby.buildkit.frontend.gitquerystring',
];

/** The options of this run; throws when one is wrong or asks for what we do not have. */
export function readOptions(env: Readonly<Record<string, string | undefined>>): Options {
  const { options, problems } = parseOptions(env);
  if (problems.length > 0)
    throw new StatusError(problems.map((problem) => `${problem} [invalid-value]`).join('\n'));
  for (const cap of options.caps) {
    const name = cap.replace(/\+.*$/, '');
    if (SUPPORTED_CAPS.includes(name)) continue;
    throw new StatusError(`unsupported frontend capability ${name}`, UNIMPLEMENTED, [
      detail('FrontendCap', { name }),
    ]);
  }
  return options;
}
