import { byName } from '../../tree/paths.ts';
import type { AuditRule } from './rule.ts';

/** The lint rule with this name reports the files that `files` adds. */
export const setuidFile: AuditRule = {
  name: 'setuid-file',
  summary: 'A setuid or setgid program gives its rights to anyone who can run it',
  find({ engine, cleared }) {
    const without = new Set([...cleared, ...engine.request.files]);
    return [...engine.graph.nodes.values()]
      .filter(({ id, entry }) => entry?.type === 'file' && (entry.mode & 0o6000) !== 0 && !without.has(id))
      .sort((a, b) => byName(a.id, b.id))
      .map(({ id, entry }) => {
        const kind = ((entry?.mode ?? 0) & 0o4000) === 0 ? 'setgid' : 'setuid';
        return { detail: `"${id}" keeps its ${kind} bit: a check runs it` };
      });
  },
};
