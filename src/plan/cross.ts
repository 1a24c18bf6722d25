import { crossPackage, type Toolchain } from '../debian/architecture.ts';
import type { LockedPackage } from '../debian/lock.ts';
import type { Cross } from './plan.ts';

/** Machines are named as in dpkg-architecture(1): `build` compiles, `host` runs the result. */
export interface Machines {
  readonly build: Toolchain;
  readonly host: Toolchain;
}

const FOLDER = '/usr/local/share/mib';
/** First in PATH. */
const PROGRAMS = '/usr/local/bin';

/** Programs that a package has under a name with the GNU triplet as prefix, by package. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  binutils: ['ar', 'as', 'ld', 'nm', 'objcopy', 'objdump', 'ranlib', 'readelf', 'strip'],
  gcc: ['gcc', 'cpp'],
  'g++': ['g++'],
};
/** Generic names of the compilers. */
const ALSO: Readonly<Record<string, string>> = { gcc: 'cc', 'g++': 'c++' };

/**
 * Returns the variables that tell the commands of a build the machines.
 * @param hasCompilers whether the tree has Debian's cross compilers
 */
export function machineVariables(
  { build, host }: Machines,
  hasCompilers = true,
): Readonly<Record<string, string>> {
  const always = {
    DEB_BUILD_ARCH: build.architecture,
    DEB_BUILD_GNU_TYPE: build.gnu,
    DEB_HOST_ARCH: host.architecture,
    DEB_HOST_GNU_TYPE: host.gnu,
    DEB_HOST_MULTIARCH: host.multiarch,
  };
  if (build.architecture === host.architecture) return always;
  if (!hasCompilers) return { ...always, ...forGo(host) };
  return { ...always, ...forCompilers(host), ...forGo(host), ...forRust(build, host) };
}

function forCompilers({ gnu, multiarch }: Toolchain): Record<string, string> {
  return {
    CC: `${gnu}-gcc`,
    CXX: `${gnu}-g++`,
    // For programs that run during the build (Autoconf Archive, AX_PROG_CC_FOR_BUILD).
    CC_FOR_BUILD: '/usr/bin/gcc',
    CXX_FOR_BUILD: '/usr/bin/g++',
    CMAKE_TOOLCHAIN_FILE: `${FOLDER}/toolchain.cmake`,
    CONFIG_SITE: `${FOLDER}/config.site`,
    PKG_CONFIG_LIBDIR: `/usr/lib/${multiarch}/pkgconfig:/usr/share/pkgconfig`,
  };
}

function forGo({ go: { architecture, variant } }: Toolchain): Record<string, string> {
  return {
    GOARCH: architecture,
    ...(architecture === 'arm' && variant !== undefined ? { GOARM: variant.slice(1) } : {}),
  };
}

/** Returns Cargo's configuration (The Cargo Book, "Environment Variables"). */
function forRust(build: Toolchain, host: Toolchain): Record<string, string> {
  const linkerOf = ({ rust }: Toolchain) => `CARGO_TARGET_${rust.toUpperCase().replaceAll('-', '_')}_LINKER`;
  return {
    CARGO_BUILD_TARGET: host.rust,
    [linkerOf(build)]: '/usr/bin/gcc',
    [linkerOf(host)]: `${host.gnu}-gcc`,
  };
}

/**
 * Returns the links and files that make `gcc`, `./configure` and `cmake` in a tree build for the host machine.
 * @param packages the packages of the tree
 */
export function crossOf(machines: Machines, packages: readonly LockedPackage[]): Cross {
  const { host } = machines;
  const names = new Set(packages.map(({ name }) => name));
  const found = Object.entries(TOOLS).filter(([name]) => names.has(crossPackage(name, host)));
  const links = found.flatMap(([name, tools]) => [
    ...tools.map((tool) => ({ path: `${PROGRAMS}/${tool}`, to: `/usr/bin/${host.gnu}-${tool}` })),
    ...(ALSO[name] === undefined
      ? []
      : [{ path: `${PROGRAMS}/${ALSO[name]}`, to: `/usr/bin/${host.gnu}-${name}` }]),
  ]);
  return {
    architecture: host.architecture,
    links,
    files: [
      { path: `${FOLDER}/config.site`, text: configSite(machines) },
      { path: `${FOLDER}/toolchain.cmake`, text: cmakeToolchain(machines.host) },
    ],
  };
}

/** Returns the file that `configure` reads first (Autoconf, "Setting Site Defaults"). */
function configSite({ build, host }: Machines): string {
  return `build_alias=${build.gnu}
host_alias=${host.gnu}
cross_compiling=yes
ac_tool_prefix=${host.gnu}-
`;
}

/** Returns a toolchain file; see cmake-toolchains(7). */
function cmakeToolchain({ gnu, machine, multiarch }: Toolchain): string {
  return `set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR ${machine})
set(CMAKE_C_COMPILER ${gnu}-gcc)
set(CMAKE_CXX_COMPILER ${gnu}-g++)
set(CMAKE_LIBRARY_ARCHITECTURE ${multiarch})
`;
}
