import type { Rule } from '../rule.ts';

export const ruby: Rule = {
  name: 'ruby',
  why: 'libraries and gems require each other at run time, so the standard library and installed gems stay whole',
  source: 'ruby(1) RUBYLIB, `gem environment` on Debian for the folders',
  when: ['/usr/bin/ruby*', '/**/libruby-*.so.*'],
  keep: [
    '/usr/lib/ruby/**',
    '/usr/lib/*/{ruby,rubygems-integration}/**',
    '/usr/share/{ruby,rubygems-integration}/**',
    '/var/lib/gems/**',
    '/usr/local/lib/ruby/**',
  ],
  needs: [{ by: '/**/libruby-*.so.*', files: ['/usr/lib/*/ruby/3*/rbconfig.rb'] }],
  // Tests and documentation of gems.
  exclude: [
    '/{usr/lib/ruby/gems,usr/share/rubygems-integration,var/lib/gems}/*/gems/*/{test,spec,doc}',
    '/{usr/lib/ruby/gems,var/lib/gems}/*/doc',
  ],
  own: ['/usr/lib/ruby/{[0-9]*,vendor_ruby/rubygems*}', '/usr/lib/*/ruby'],
  // Upstream's `make install`, as in the official image, ruby-build and RVM.
  anywhere: {
    landmarks: ['{home}/lib/ruby/[0-9]*/rubygems.rb'],
    when: ['{home}/bin/ruby*', '{home}/lib/libruby*.so*'],
    keep: ['{home}/lib/ruby/**'],
    exclude: ['{home}/lib/libruby*-static.a', '{home}/share/{ri,man,doc}'],
    // Headers, the builder of extensions, and pages and fonts of documentation.
    excludeFromData: [
      '{home}/include/ruby-*',
      '{home}/lib/pkgconfig/ruby*',
      '{home}/lib/ruby/[0-9]*/mkmf.rb',
      '{home}/lib/ruby/[0-9]*/{bundler/man,rdoc/generator/template}/**',
    ],
    own: ['{home}/lib/ruby/[0-9]*'],
  },
};
