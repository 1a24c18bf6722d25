import { matcher } from '../../tree/glob.ts';
import { byName } from '../../tree/paths.ts';
import { SECRETS } from '../patterns.ts';
import type { AuditRule } from './rule.ts';

export const withheldSecret: AuditRule = {
  name: 'withheld-secret',
  summary: 'A secret of the installation belongs in the container or in keep',
  find({ engine: { graph, isSecret, withheld } }) {
    const isSecretPath = matcher(SECRETS);
    return [...withheld.nodes.values()]
      .filter(
        ({ id, entry }) =>
          !graph.nodes.has(id) && (isSecretPath(id) || (entry !== undefined && isSecret(id, entry))),
      )
      .sort((a, b) => byName(a.id, b.id))
      .map(({ id, reasons }) => ({
        detail: reasons.some(({ kind }) => kind === 'trace')
          ? `"${id}" is left out: a check used it, but it is a secret`
          : `"${id}" is left out: the installation made it, and it is a secret`,
      }));
  },
};
