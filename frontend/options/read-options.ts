import { detail, StatusError, UNIMPLEMENTED } from '../errors/status.ts';
import { type Options, parseOptions } from './options.ts';

/** The capabilities that clients may require. The label `moby.buildkit.frontend.caps` in Dockerfile.frontend lists the same. */
export const SUPPORTED_CAPS = [
  'moby.buildkit.frontend.inputs',
  'moby.buildkit.frontend.subrequests',
  'moby.buildkit.frontend.contexts',
  'moby.buildkit.frontend.gitquerystring',
];

/** Reads the options of this run. @throws {StatusError} for invalid values and unsupported capabilities */
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
