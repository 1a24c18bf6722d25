import { describe, expect, test } from 'vitest';
import { debianArchitectures, toolchainOf } from '../debian/architecture.ts';
import { crossOf, machineVariables } from './cross.ts';

const locked = (name: string) => ({
  name,
  version: '1',
  architecture: 'amd64',
  archive: 0,
  path: 'a.deb',
  sha256: '',
  size: 0,
});
const machines = (host: string) => ({ build: toolchainOf('amd64'), host: toolchainOf(host) });

describe('the variables of a build', () => {
  test('name the machine, where it is the one that builds', () => {
    expect(machineVariables(machines('amd64'))).toEqual({
      DEB_BUILD_ARCH: 'amd64',
      DEB_BUILD_GNU_TYPE: 'x86_64-linux-gnu',
      DEB_HOST_ARCH: 'amd64',
      DEB_HOST_GNU_TYPE: 'x86_64-linux-gnu',
      DEB_HOST_MULTIARCH: 'x86_64-linux-gnu',
    });
  });

  test('name no compilers of Debian in an image', () => {
    const variables = machineVariables(machines('arm64'), false);
    expect(variables).toMatchObject({ DEB_HOST_ARCH: 'arm64', GOARCH: 'arm64' });
    expect(variables).not.toHaveProperty('CC');
  });

  test('name the compilers for another', () => {
    expect(machineVariables(machines('armhf'))).toMatchObject({
      DEB_BUILD_ARCH: 'amd64',
      DEB_HOST_GNU_TYPE: 'arm-linux-gnueabihf',
      CC: 'arm-linux-gnueabihf-gcc',
      CXX: 'arm-linux-gnueabihf-g++',
      CC_FOR_BUILD: '/usr/bin/gcc',
      GOARCH: 'arm',
      GOARM: '7',
      CARGO_BUILD_TARGET: 'armv7-unknown-linux-gnueabihf',
      CARGO_TARGET_ARMV7_UNKNOWN_LINUX_GNUEABIHF_LINKER: 'arm-linux-gnueabihf-gcc',
      CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER: '/usr/bin/gcc',
      PKG_CONFIG_LIBDIR: '/usr/lib/arm-linux-gnueabihf/pkgconfig:/usr/share/pkgconfig',
    });
  });

  test('exist for every architecture', () => {
    for (const architecture of debianArchitectures()) {
      expect(machineVariables(machines(architecture)).DEB_HOST_ARCH).toBe(architecture);
    }
  });
});

test('the plain names of compilers lead to those that the tree has for the other machine', () => {
  const names = ['binutils-aarch64-linux-gnu', 'gcc-aarch64-linux-gnu', 'make'];
  const { architecture, links, files } = crossOf(machines('arm64'), names.map(locked));
  expect(architecture).toBe('arm64');
  expect(links).toContainEqual({ path: '/usr/local/bin/cc', to: '/usr/bin/aarch64-linux-gnu-gcc' });
  expect(links).toContainEqual({ path: '/usr/local/bin/strip', to: '/usr/bin/aarch64-linux-gnu-strip' });
  expect(links.map(({ path }) => path)).not.toContain('/usr/local/bin/g++');
  expect(files.map(({ path }) => path)).toEqual([
    '/usr/local/share/mib/config.site',
    '/usr/local/share/mib/toolchain.cmake',
  ]);
  expect(files[0]?.text).toContain('host_alias=aarch64-linux-gnu\n');
  expect(files[1]?.text).toContain('set(CMAKE_SYSTEM_PROCESSOR aarch64)\n');
});
