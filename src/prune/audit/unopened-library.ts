import { nameOf } from '../../tree/paths.ts';
import type { AuditRule } from './rule.ts';

export const unopenedLibrary: AuditRule = {
  name: 'unopened-library',
  summary: 'What a program can open at run time, a check should make it open',
  find({ unopened }) {
    return unopened.map(({ from, name, path, bytes }) => {
      const size = (bytes / 1e6).toFixed(1);
      const file = nameOf(path) === name ? '' : ` ("${path}")`;
      return { detail: `"${from}" can open "${name}"${file}, and no check did: ${size} MB are left out` };
    });
  },
};
