import type { Rule } from '../rule.ts';

export const nodeModules: Rule = {
  name: 'node-modules',
  why: 'Node reads neither the sources of a compiled addon nor the files of its build, nor what a package says to people',
  source:
    'docs.npmjs.com "package.json" for the README and CHANGELOG of each package; node-gyp README for build/ and binding.gyp',
  when: ['/**/node_modules/**/package.json'],
  isDependency: true,
  keep: [],
  exclude: [
    '/**/node_modules/**/{binding.gyp,*.{gyp,gypi}}',
    '/**/node_modules/**/*.{c,cc,cpp,cxx,h,hh,hpp,hxx,o,a,vcxproj,vcxproj.filters}',
    '/**/node_modules/**/build/{Makefile,*.mk,config.gypi,node_gyp_bins,Release/{.deps,.forge-meta,obj,obj.target}}',
    '/**/node_modules/**/{README,Readme,readme,CHANGELOG,Changelog,changelog,CHANGES,HISTORY,History}{,.md,.markdown,.txt}',
    '/**/node_modules/**/{CONTRIBUTING,CODE_OF_CONDUCT,SECURITY,UPGRADING,MIGRATION}.md',
    '/**/node_modules/**/.{github,vscode,idea,nyc_output,travis.yml,editorconfig,eslintrc*,prettierrc*,npmignore}',
  ],
};
