import type { StandIns } from '../../src/compile/emulator.ts';
import { image, type Output } from '../../src/llb/index.ts';

/** Replaces frontend/project/builder.ts, because tests have no definition of the frontend image. */

export function frontendImage(): Output {
  return image('mirror.example/mib/frontend:1', { platform: { os: 'linux', architecture: 'amd64' } });
}

export const builderImage = frontendImage;

export function defaultMirror(): { url: string; frozen: boolean } {
  return { url: 'http://mirror.example/debian', frozen: false };
}

export function standInsFor(architecture: string): StandIns {
  return { architecture, libraries: '/usr/lib/native', loader: '/usr/lib/ld-native.so' };
}
