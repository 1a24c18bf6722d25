import { matcher } from '../../tree/glob.ts';
import { byName } from '../../tree/paths.ts';
import { SECRETS } from '../patterns.ts';
import type { AuditRule } from './rule.ts';

export const withheldSecret: AuditRule = {
  name: 'withheld-secret',
  summary: 'A secret that a check uses belongs in the container or in keep',
  find({ engine: { graph, withheld } }) {
    const isSecret = matcher(SECRETS);
    return [...withheld.nodes.keys()]
      .filter((id) => isSecret(id) && !graph.nodes.has(id))
      .sort(byName)
      .map((id) => ({ detail: `"${id}" is left out: a check used it, but it is a secret` }));
  },
};
