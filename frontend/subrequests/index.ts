import { detail, StatusError, UNKNOWN } from '../errors/status.ts';
import { audit } from './audit.ts';
import { describe } from './describe.ts';
import { explain } from './explain.ts';
import { graph } from './graph.ts';
import { init } from './init.ts';
import { lint } from './lint.ts';
import { lock } from './lock.ts';
import { outdated } from './outdated.ts';
import { outline } from './outline.ts';
import { packages } from './packages.ts';
import { plan } from './plan.ts';
import { schema } from './schema.ts';
import type { Subrequest } from './subrequest.ts';
import { targets } from './targets.ts';
import { verify } from './verify.ts';

/** The subrequests of `--call`, sorted by name. */
const SUBREQUESTS: readonly Subrequest[] = [
  audit,
  describe(() => SUBREQUESTS),
  explain,
  graph,
  init,
  lint,
  lock,
  outdated,
  outline,
  packages,
  plan,
  schema,
  targets,
  verify,
];

/**
 * Finds the subrequest of `--call=NAME`.
 * @throws {StatusError} for an unknown one, with the message that clients look for (buildx `build/opt.go`)
 */
export function findSubrequest(requestId: string): Subrequest {
  const name = requestId.replace(/^frontend\./, '');
  const found = SUBREQUESTS.find((subrequest) => subrequest.name === name);
  if (found !== undefined) return found;
  throw new StatusError(`unsupported request ${requestId}`, UNKNOWN, [
    detail('Subrequest', { name: requestId }),
  ]);
}
