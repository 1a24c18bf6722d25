import type { Rule } from '../rule.ts';

export const pip: Rule = {
  name: 'pip',
  why: 'pip is kept only where it is started, because it is not part of what it installed',
  source:
    'pip.pypa.io "Installation"; the folders of a wheel, packaging.python.org "Binary distribution format"',
  when: [],
  isDependency: true,
  keep: [],
  anywhere: {
    landmarks: ['{home}/lib/python3*/site-packages/pip/__init__.py'],
    when: ['{home}/bin/pip*', '{home}/lib/python3*/site-packages/pip/__main__.py'],
    keep: ['{home}/lib/python3*/site-packages/{pip,pip-*.dist-info}/**'],
    governs: ['{home}/lib/python3*/site-packages/{pip,pip-*.dist-info}', '{home}/bin/pip{,[0-9]*}'],
  },
};
