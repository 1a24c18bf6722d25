import { nameOf } from '../../tree/paths.ts';
import type { AuditRule } from './rule.ts';

export const unopenedLibrary: AuditRule = {
  name: 'unopened-library',
  summary: 'A check should load the libraries that the program can load at run time',
  find({ unopened }) {
    return unopened.map(({ from, name, path, bytes }) => {
      const size = (bytes / 1e6).toFixed(1);
      const file = nameOf(path) === name ? '' : ` ("${path}")`;
      return { detail: `"${from}" can load "${name}"${file}, but no check did: ${size} MB are left out` };
    });
  },
};
