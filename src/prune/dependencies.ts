import { matcher } from '../tree/glob.ts';
import { nameOf } from '../tree/paths.ts';

/** Matches dependencies, which may contain code to install and build them. */
export const isDependency = matcher([
  '/**/{node_modules,site-packages,dist-packages,gems,vendor,bundle}/**',
  '/**/{lib,libs,BOOT-INF,WEB-INF}/**/*.jar',
]);

const BUILDERS = new Set(
  (
    'npm npx yarn pnpm corepack node-gyp pip pip3 uv poetry conda gem bundle bundler composer apt apt-get aptitude dpkg ' +
    'gcc g++ cc c++ cpp clang clang++ gfortran ld as ar nm ranlib strip objdump readelf make gmake cmake ninja meson ' +
    'autoconf automake libtool pkg-config cargo rustc go javac mvn gradle swig tsc'
  ).split(' '),
);

/** Reports whether a program is a package manager or build tool. A call in a dependency does not show that the application needs it. */
export function isBuilder(program: string): boolean {
  return BUILDERS.has(nameOf(program));
}
