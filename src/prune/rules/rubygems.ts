import type { Rule } from '../rule.ts';

export const rubygems: Rule = {
  name: 'rubygems',
  why: 'gems require each other at run time, so a gem folder stays whole, except for leftovers of the installation',
  source:
    'gem environment(1) for GEM_HOME, bundle-config(1) for BUNDLE_PATH; RubyGems Gem.ensure_gem_subdirectories',
  when: ['env:GEM_HOME', 'env:BUNDLE_PATH'],
  isDependency: true,
  keep: ['{env:GEM_HOME}/**', '{env:BUNDLE_PATH}/**'],
  anywhere: {
    landmarks: ['{home}/specifications/*.gemspec'],
    when: ['{home}/{gems,extensions,specifications}/**'],
    keep: ['{home}/{gems,extensions,specifications,plugins,bundler}/**'],
    // Downloads, documentation, tests and types of gems; sources and object files of the library that was linked from them.
    exclude: [
      '{home}/{cache/*.gem,doc}',
      '{home}/{,bundler/}gems/*/{test,spec,doc}',
      '{home}/{,bundler/}gems/*/{README,CHANGELOG,CHANGES,HISTORY,History,CONTRIBUTING}{,.md,.rdoc,.txt}',
      '{home}/{,bundler/}gems/*/ext/**/{Makefile,*.{o,a,c,cc,cpp,h,hh,hpp,rl,y}}',
      '{home}/{,bundler/}gems/*/sig',
      '{home}/extensions/**/{gem_make.out,mkmf.log}',
    ],
  },
};
