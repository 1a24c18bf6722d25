import type { StandIns } from '../../src/compile/emulator.ts';
import { image, type Output } from '../../src/llb/index.ts';

/** Takes the place of frontend/project/builder.ts: the images that BuildKit leaves beside a frontend are nowhere here. */

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
