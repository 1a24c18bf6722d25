import type { Rule } from '../rule.ts';

export const python: Rule = {
  name: 'python',
  why: 'modules import each other at run time, so the standard library and installed distributions stay whole',
  source: 'site(3) of docs.python.org for the folders; libpython3-stdlib and dist-packages of Debian',
  when: ['/usr/bin/python3.*', '/**/libpython3.*.so.*'],
  keep: ['/usr/lib/python3*/**', '/usr/local/lib/python3*/**', '/etc/python3*/**'],
  needs: [{ by: '/usr/bin/python3.*', files: ['/usr/lib/python3*/encodings/{__init__,aliases,utf_8}.py'] }],
  exclude: [
    '/usr/lib/python3*/{test,idlelib,tkinter,turtledemo,config-3*}',
    '/usr/lib/python3*/{distutils,unittest}/test*',
    '/usr/lib/python3*/lib-dynload/{_test,_xxtest,_ctypes_test,xx}*.so',
  ],
  // The installer, the interactive shell, the texts of help, and modules with a faster built-in version.
  excludeFromData: [
    '/usr/lib/python3*/{ensurepip,venv,pydoc_data,lib2to3,_pyrepl}',
    '/usr/lib/python3*/{turtle,_pyio,_pydecimal,_pydatetime}.py',
    '/usr/lib/python3*/__pycache__/{turtle,_pyio,_pydecimal,_pydatetime}.*',
    // Line editing and windows in a terminal. Programs can read input without them.
    '/usr/lib/python3*/lib-dynload/{readline,_curses,_curses_panel}.*',
    '/usr/lib/python3*/curses',
    // dbm falls back to SQLite; Berkeley DB would add 2 MB.
    '/usr/lib/python3*/lib-dynload/_dbm.*',
    '/usr/share/python3*/**',
    '/usr/lib/valgrind/**',
  ],
  own: ['/usr/lib/python3.*'],
  // The folder of os.py gives sys.prefix: /usr/local in the official image, conda, the versions of uv and pyenv.
  anywhere: {
    landmarks: ['{home}/lib/python3*/os.py'],
    when: ['{home}/bin/python3*', '{home}/lib/libpython3*.so*'],
    keep: ['{home}/lib/python3*/**'],
    exclude: [
      '{home}/lib/python3*/{test,idlelib,tkinter,turtledemo,config-3*}',
      '{home}/lib/python3*/{distutils,unittest,lib2to3,sqlite3,ctypes}/test*',
      '{home}/lib/python3*/lib-dynload/{_test,_xxtest,_ctypes_test,_tkinter,xx}*.so',
      '{home}/bin/{idle3*,2to3*}',
    ],
    // Interactive modules stay, unlike in Debian's, because upstream's Python is one unit. Berkeley DB would add 2 MB.
    excludeFromData: [
      '{home}/lib/python3*/{ensurepip,pydoc_data,lib2to3}',
      '{home}/lib/python3*/{,__pycache__/}turtle.*',
      '{home}/lib/python3*/lib-dynload/_dbm.*',
      '{home}/lib/libpython3*.a',
      '{home}/include/python3*',
      '{home}/bin/{python3*-config,pydoc3*}',
      '{home}/share/man/man1/python*',
    ],
    own: ['{home}/lib/python3*/{*.py,[!s]*,sqlite3,string,sysconfig}'],
  },
};
