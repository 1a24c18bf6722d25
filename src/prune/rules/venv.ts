import type { Rule } from '../rule.ts';

export const venv: Rule = {
  name: 'venv',
  why: 'a virtual environment has its own modules, but uses the interpreter and library of its base Python',
  source: 'docs.python.org "site": pyvenv.cfg and its key "home"; PEP 405',
  when: [],
  keep: [],
  anywhere: {
    landmarks: ['{home}/pyvenv.cfg'],
    when: ['{home}/pyvenv.cfg', '{home}/{bin,lib/python3*}/**'],
    keep: ['{home}/pyvenv.cfg', '{home}/{bin,lib,lib64}/**', '{setting}/python3{,.[0-9],.[0-9][0-9]}'],
    exclude: ['{home}/bin/{activate,Activate}*'],
    setting: { file: '{home}/pyvenv.cfg', key: 'home' },
  },
};
