import type { LintRule } from '../rule.ts';

export const setuidFile: LintRule = {
  name: 'setuid-file',
  summary: 'A setuid or setgid program gives its rights to anyone who can run it',
  find({ spec }) {
    return spec.files.flatMap((file) => {
      if (file.kind === 'symlink' || ((file.mode ?? 0) & 0o6000) === 0) return [];
      const kind = ((file.mode ?? 0) & 0o4000) === 0 ? 'setgid' : 'setuid';
      return [{ detail: `${file.to} becomes a ${kind} file`, at: file.at }];
    });
  },
};
