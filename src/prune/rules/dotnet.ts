import type { Rule } from '../rule.ts';

export const dotnet: Rule = {
  name: 'dotnet',
  why: 'the host finds a framework by its version and loads assemblies by name, so both stay whole',
  source:
    'learn.microsoft.com "dotnet" and "DOTNET_ROOT"; dotnet/runtime docs/design/features/host-components.md',
  from: 'files',
  when: [
    '/usr/{lib,share}/dotnet/{dotnet,host/fxr/*/libhostfxr.so}',
    'env:DOTNET_VERSION',
    'env:ASPNET_VERSION',
  ],
  keep: ['/usr/{lib,share}/dotnet/{dotnet,host/fxr/**,shared/**}', '/etc/dotnet/**'],
  strength: 'hard',
  // What a portable application has for other operating systems; the host chooses by the names of the folders.
  exclude: [
    '/usr/{lib,share}/dotnet/shared/**/*.xml',
    '/**/runtimes/{win,osx,ios,tvos,maccatalyst,android,browser,wasi,freebsd}{,-*,[0-9]*}/{native,lib}',
  ],
  anywhere: {
    landmarks: ['{home}/host/fxr/*/libhostfxr.so'],
    when: ['{home}/dotnet', '{home}/host/fxr/*/libhostfxr.so', 'env:DOTNET_ROOT={home}'],
    keep: ['{home}/{dotnet,host/fxr/**,shared/**}', '/etc/dotnet/**'],
    exclude: ['{home}/shared/**/*.xml'],
    governs: ['{home}/{sdk,sdk-manifests,packs,templates,metadata,library-packs}'],
  },
};
