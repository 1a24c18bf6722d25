import { describe, expect, test } from 'vitest';
import { type FakePackage, LIB, program } from '../../../test/support/prune/debian-tree.ts';
import { type Case, files, kept, reasons } from '../../../test/support/prune/kept.ts';
import { elf, script } from '../../../test/support/prune/memory-tree.ts';
import type { TraceEvent } from '../request.ts';

const SITE = '/usr/lib/python3/dist-packages';
const PERL = '/usr/share/perl5';
const NODE = '/usr/share/nodejs';
const GEMS = '/usr/share/rubygems-integration/all/specifications';

/** A distribution of Python with one module. */
function python(name: string, { requires = [], depends = '', more = {} }: Said = {}): FakePackage {
  const lines = requires.map((each) => `Requires-Dist: ${each}\n`).join('');
  return {
    depends,
    files: {
      [`${SITE}/${name}/__init__.py`]: '',
      [`${SITE}/${name}-1.0.dist-info/METADATA`]: `Name: ${name}\n${lines}\nRequires-Dist: text\n`,
      ...more,
    },
  };
}
interface Said {
  readonly requires?: readonly string[];
  readonly depends?: string;
  readonly more?: FakePackage['files'];
}

const INTERPRETER: FakePackage = {
  files: { '/usr/bin/python3.13': program(), '/usr/lib/python3.13/os.py': '' },
};

const open = (...paths: readonly string[]): TraceEvent[] =>
  ['/usr/bin/python3.13', ...paths].map((path) => ({ path, kind: 'open' }));

function names(of: Case, folder = SITE): readonly string[] {
  const all = files({
    ...of,
    request: { level: 'modules', ...of.request },
    packages: { python3: INTERPRETER, ...of.packages },
  }).filter((path) => path.startsWith(`${folder}/`));
  return [...new Set(all.map((path) => path.slice(folder.length + 1).replace(/[/.].*|-1\.0.*/, '')))];
}

const OF_PYTHON = {
  'python3-web': python('web', {
    requires: ['Font[woff]', 'old; python_version < "3"', 'drawing ; extra == "pictures"', 'parser'],
  }),
  'python3-font': python('font', { requires: ['zip; extra == "woff"', 'numbers; extra == "plot"'] }),
  'python3-zip': python('zip'),
  'python3-old': python('old'),
  'python3-drawing': python('drawing'),
  'python3-numbers': python('numbers', {
    more: { [`${SITE}/numbers/core.so`]: elf({ needed: ['libblas.so.3'] }) },
  }),
  libblas3: { files: { [`${LIB}/libblas.so.3`]: elf({ soname: 'libblas.so.3' }) } },
  // The metadata has another name than the module.
  'python3-parser': {
    files: { [`${SITE}/parser/__init__.py`]: '', [`${SITE}/parser_modern-1.0.egg-info`]: 'x' },
  },
};

describe('distributions of Python', () => {
  test('that a check used stay whole, with those that they require', () => {
    const of = { packages: OF_PYTHON, events: open(`${SITE}/web/__init__.py`) };
    expect(names(of)).toEqual(['font', 'parser', 'parser_modern', 'web', 'zip'].sort());
  });

  test('the reasons say so, and the others are listed with their libraries gone', () => {
    const all = kept({
      packages: { python3: INTERPRETER, ...OF_PYTHON },
      request: { level: 'modules' },
      events: open(`${SITE}/web/__init__.py`),
    });
    expect(reasons(all, 'distribution:python:python3-font')).toEqual([
      { from: 'distribution:python:python3-web', kind: 'requires', detail: 'font', strength: 'soft' },
    ]);
    expect(all.taken).not.toContain(`${LIB}/libblas.so.3`);
    expect(all.distributions.map(({ name }) => name)).toEqual([
      'python3-drawing',
      'python3-numbers',
      'python3-old',
    ]);
    expect(all.distributions[0]).toMatchObject({ language: 'python', keep: 'pkg:python3-drawing' });
  });

  test('stay where the Imagefile names their package, or one that only depends on it', () => {
    const meta = { 'python3-all': { depends: 'python3-drawing', files: {} } };
    const of = { packages: { ...OF_PYTHON, ...meta }, events: open() };
    expect(names({ ...of, request: { packages: ['python3-drawing'] } })).toEqual(['drawing']);
    expect(names({ ...of, request: { packages: ['python3-all'] } })).toEqual(['drawing']);
    expect(names({ ...of, request: { keep: ['pkg:python3-font'] } })).toEqual(['font']);
  });

  test('all stay without a check, and only what is opened at level files', () => {
    expect(names({ packages: OF_PYTHON, request: { entry: ['/usr/bin/python3.13'] } })).toHaveLength(8);
    const traced = { packages: OF_PYTHON, events: open(`${SITE}/web/__init__.py`) };
    expect(names({ ...traced, request: { level: 'files' } })).toEqual(['web']);
  });

  test('all stay in a base image where somebody installed them', () => {
    expect(names({ packages: OF_PYTHON, events: open(), request: { from: {} } })).toHaveLength(8);
  });

  test('without any requirement of their own have those of their package', () => {
    const packages = {
      'python3-html': python('html', { depends: 'python3-six' }),
      'python3-six': python('six'),
    };
    expect(names({ packages, events: open(`${SITE}/html/__init__.py`) })).toEqual(['html', 'six']);
  });

  test('bring the parts that Debian has split off', () => {
    const packages = {
      'python3-cffi': python('cffi', { requires: ['parser'], depends: 'python3-backend, python3-other' }),
      'python3-backend': { files: { [`${SITE}/_backend.so`]: elf({}) } },
      'python3-other': python('other'),
    };
    expect(names({ packages, events: open(`${SITE}/cffi/__init__.py`) })).toEqual(['_backend', 'cffi']);
  });

  test('with data in a package of its own bring that', () => {
    const packages = {
      'python3-pyphen': python('pyphen', { depends: 'hyphen-en' }),
      'hyphen-en': { files: { '/usr/share/hyphen/en.dic': 'x' } },
    };
    expect(
      files({
        request: { level: 'modules' },
        packages: { python3: INTERPRETER, ...packages },
        events: open(`${SITE}/pyphen/__init__.py`),
      }),
    ).toContain('/usr/share/hyphen/en.dic');
  });

  test('stay where a program without metadata depends on them', () => {
    const packages = {
      ...OF_PYTHON,
      calibre: { depends: 'python3-drawing', files: { '/usr/lib/calibre/main.py': '' } },
    };
    expect(names({ packages, events: open('/usr/lib/calibre/main.py') })).toEqual(['drawing']);
  });

  test('stay where the application imports them', () => {
    const unowned = { '/app/shop.py': 'import os, drawing.lines as lines\n', '/app/b.py': '# import zip\n' };
    const request = { files: ['/app'] };
    expect(names({ packages: OF_PYTHON, unowned, request, events: open() })).toEqual(['drawing']);
  });

  test('are not used by a look at the metadata of all', () => {
    const packages = {
      ...OF_PYTHON,
      'python3-plug': python('plug', {
        more: { [`${SITE}/plug-1.0.dist-info/entry_points.txt`]: '[web.plugins]\n' },
      }),
    };
    const all = Object.keys(packages).flatMap((name) => Object.keys(packages[name as 'python3-web'].files));
    const metadata = all.filter((path) => /METADATA|entry_points/.test(path));
    expect(names({ packages, events: open(...metadata) })).toEqual([]);
    expect(names({ packages, events: open(metadata[0] ?? '') })).toContain('web');
  });

  test('that are plugins stay where a kept one names their group', () => {
    const plug = {
      [`${SITE}/plug-1.0.dist-info/entry_points.txt`]: '[console_scripts]\na = b\n[web.plugins]\na = b\n',
    };
    const packages = {
      'python3-web': python('web', {
        more: { [`${SITE}/web/load.py`]: "entry_points(group='web.plugins')" },
      }),
      'python3-plug': python('plug', { more: plug }),
      'python3-other': python('other', {
        more: { [`${SITE}/other-1.0.dist-info/entry_points.txt`]: '[x.y]\n' },
      }),
    };
    expect(names({ packages, events: open(`${SITE}/web/__init__.py`) })).toEqual(['plug', 'web']);
  });

  test('take compiled modules with them', () => {
    const unowned = {
      [`${SITE}/__pycache__/single.cpython-313.pyc`]: '',
      [`${SITE}/drawing/__pycache__/__init__.cpython-313.pyc`]: '',
      [`${SITE}/nobody.py`]: '',
    };
    const packages = { ...OF_PYTHON, 'python3-single': { files: { [`${SITE}/single.py`]: '' } } };
    expect(names({ packages, unowned, events: open() })).toEqual(['nobody']);
    expect(
      files({
        request: { level: 'modules' },
        packages: { python3: INTERPRETER, ...packages },
        unowned,
        events: open(`${SITE}/single.py`),
      }),
    ).toContain(`${SITE}/__pycache__/single.cpython-313.pyc`);
  });
});

describe('modules of Perl', () => {
  const packages = {
    perl: { files: { '/usr/bin/perl': program(), '/usr/share/perl/5.40/strict.pm': '' } },
    'libweb-perl': { depends: 'libnet-perl | libother-perl', files: { [`${PERL}/Web.pm`]: '' } },
    'libnet-perl': { files: { [`${PERL}/Net/Web.pm`]: '' } },
    'libdate-perl': { files: { [`${PERL}/Date/Calc.pm`]: '' } },
    moreutils: { depends: 'libdate-perl', files: { '/usr/bin/ts': script('#!/usr/bin/perl\n') } },
  };
  const perl = { path: '/usr/bin/perl', kind: 'open' } as const;

  test('stay with those that their packages depend on', () => {
    expect(names({ packages, events: [perl, { path: `${PERL}/Web.pm`, kind: 'open' }] }, PERL)).toEqual([
      'Net',
      'Web',
    ]);
    expect(names({ packages, events: [perl] }, PERL)).toEqual([]);
  });

  test('stay for a script of a package and for an import of the application', () => {
    expect(names({ packages, events: [perl], request: { entry: ['/usr/bin/ts'] } }, PERL)).toEqual(['Date']);
    const unowned = { '/app/a.pl': 'use Net::Web qw(get);\n' };
    expect(names({ packages, events: [perl], unowned, request: { files: ['/app'] } }, PERL)).toEqual(['Net']);
  });

  test('do not come into an image without Perl', () => {
    const git = { git: { depends: 'libdate-perl', files: { '/usr/bin/git': program() } } };
    const of = { packages: { ...packages, ...git }, request: { entry: ['/usr/bin/git'] } };
    expect(names({ ...of, events: [{ path: '/usr/bin/git', kind: 'open' }] }, PERL)).toEqual([]);
  });
});

test('gems stay with those that their specification names', () => {
  const gem = (name: string, text = ''): FakePackage => ({
    files: {
      [`/usr/lib/ruby/vendor_ruby/${name}.rb`]: '',
      [`${GEMS}/${name}-1.0.gemspec`]: text,
    },
  });
  const packages = {
    'ruby3.3': { depends: 'ruby-rake', files: { '/usr/bin/ruby3.3': program() } },
    'ruby-rake': gem('rake'),
    'ruby-rack': gem(
      'rack',
      's.add_runtime_dependency(%q<logger-x>.freeze, [">= 1"])\ns.add_development_dependency(%q<spec>)',
    ),
    'ruby-logger-x': gem('logger-x'),
    'ruby-spec': gem('spec'),
  };
  const events = ['/usr/bin/ruby3.3', '/usr/lib/ruby/vendor_ruby/rack.rb', `${GEMS}/spec-1.0.gemspec`];
  const of = { packages, events: events.map((path) => ({ path, kind: 'open' }) as const) };
  expect(names(of, GEMS)).toEqual(['logger-x', 'rack', 'rake']);
});

test('packages of Node that a check used are whole, with their dependencies', () => {
  const npm = (name: string, dependencies: Readonly<Record<string, string>> = {}): FakePackage => ({
    files: {
      [`${NODE}/${name}/package.json`]: JSON.stringify({ name, dependencies }),
      [`${NODE}/${name}/index.js`]: '',
    },
  });
  const packages = {
    nodejs: {
      source: 'nodejs',
      depends: 'node-acorn',
      files: { '/usr/bin/node': program(), ...npm('types', { unused: '1' }).files },
    },
    'node-acorn': npm('acorn'),
    'node-express': npm('express', { '@a/b': '1' }),
    'node-b': npm('@a/b'),
    'node-unused': npm('unused'),
  };
  const events = ['/usr/bin/node', `${NODE}/express/index.js`, `${NODE}/acorn/package.json`];
  const of = { packages, events: events.map((path) => ({ path, kind: 'open' }) as const) };
  // The rule of Node keeps what Node itself reads of them.
  const bare = {
    ...of,
    events: of.events.slice(0, 1),
    request: { level: 'modules', packages: ['nodejs'] },
  } as const;
  expect(files(bare)).not.toContain(`${NODE}/acorn/package.json`);
  expect(files(bare)).not.toContain(`${NODE}/unused/package.json`);
  expect(files({ ...of, request: { level: 'modules' } })).toEqual(
    expect.arrayContaining([`${NODE}/@a/b/index.js`, `${NODE}/express/package.json`]),
  );
  expect(names(of, NODE)).not.toContain('unused');
});
