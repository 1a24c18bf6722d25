import type { Check } from '../../imagefile/spec.ts';
import type { LintRule } from '../rule.ts';

/** The first port that every account may open (ip(7), ip_unprivileged_port_start). */
const UNPRIVILEGED = 1024;

/** Skips base images, whose user is often root. A build's network has the kernel's default; Docker sets the first unprivileged port to 0 in its containers. */
export const privilegedPort: LintRule = {
  name: 'privileged-port',
  summary: 'A check can open a port below 1024 only as root',
  find({ spec: { check, from, run, user } }) {
    if (from !== undefined || /^(root|0)(:|$)/.test(user)) return [];
    if (run.some(({ value: words }) => /cap_net_bind_service/i.test(words.join(' ')))) return [];
    return check.flatMap((each) => {
      const port = portOf(each);
      if (port === undefined || port >= UNPRIVILEGED) return [];
      return [{ detail: `in a check, the user ${user} cannot open port ${port}`, at: each.at }];
    });
  },
};

/** The port of a URL without one. */
const DEFAULT: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Returns the port that a daemon must open to be ready. */
function portOf(check: Check): number | undefined {
  if (check.kind !== 'start') return undefined;
  const { ready } = check;
  if (ready.kind === 'tcp') return ready.port;
  if (ready.kind !== 'http') return undefined;
  const { port, protocol } = new URL(ready.url);
  return port === '' ? DEFAULT[protocol] : Number(port);
}
