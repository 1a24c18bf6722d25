import type { Rule } from '../rule.ts';

export const python: Rule = {
  name: 'python',
  why: 'modules import each other at run time, so the standard library and installed distributions stay whole',
  source: 'site(3) of docs.python.org for the folders; libpython3-stdlib and dist-packages of Debian',
  when: ['/usr/bin/python3.*', '/**/libpython3.*.so.*'],
  keep: ['/usr/lib/python3*/**', '/usr/local/lib/python3*/**', '/etc/python3*/**'],
  leave: [
    '/usr/lib/python3*/{test,idlelib,tkinter,turtledemo,ensurepip,pydoc_data,lib2to3,config-3*}',
    '/usr/lib/python3*/{turtle,pydoc}.py',
    '/usr/lib/python3*/__pycache__/{turtle,pydoc}.*',
    '/usr/lib/python3*/{distutils,unittest}/test*',
  ],
};
