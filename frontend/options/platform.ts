import type { Platform } from '../../src/llb/vertex.ts';

export type { Platform };

/** Other names for a GOARCH: containerd/platforms `database.go` `normalizeArch`. */
const ALIASES: Readonly<Record<string, readonly [architecture: string, variant: string]>> = {
  i386: ['386', ''],
  'x86-64': ['amd64', ''],
  x86_64: ['amd64', ''],
  aarch64: ['arm64', ''],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
};

/** The default variants of each architecture, which the normal form omits. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  '386': [],
  amd64: ['v1'],
  arm64: ['v8', '8'],
};

const WORD = /^[a-z0-9_.-]+$/;

/** Parses `os/architecture[/variant]`, in any case, into the normal form; undefined for any other text. */
export function parsePlatform(text: string): Platform | undefined {
  const parts = text.trim().toLowerCase().split('/');
  const [os = '', architecture = '', variant = ''] = parts;
  if (parts.length < 2 || parts.length > 3 || parts.some((part) => !WORD.test(part))) return undefined;
  return normalize({ os, architecture, variant });
}

/** Returns the normal form of a platform that a worker or an image reports. */
export function normalize(platform: Platform): Platform {
  const [architecture, implied] = ALIASES[platform.architecture] ?? [platform.architecture, ''];
  const variant = usualVariant(architecture, implied || (platform.variant ?? ''));
  return variant === '' ? { os: platform.os, architecture } : { os: platform.os, architecture, variant };
}

function usualVariant(architecture: string, variant: string): string {
  if (architecture === 'arm') {
    if (variant === '') return 'v7';
    return variant.startsWith('v') ? variant : `v${variant}`;
  }
  return USUAL[architecture]?.includes(variant) ? '' : variant;
}

/** Returns the name that BuildKit uses as a key, e.g. `linux/arm/v7`: containerd/platforms `FormatAll` of the normal form. */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return variant === undefined ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}

/**
 * Reports whether a machine runs a platform's programs natively. An amd64 kernel runs those of 386 too, even if the daemon
 * does not list 386. Not every arm64 processor runs those of arm.
 */
export function runsOn(native: Platform, { os, architecture, variant }: Platform): boolean {
  if (os !== native.os) return false;
  if (native.architecture === 'amd64' && architecture === '386') return true;
  return architecture === native.architecture && (variant === undefined || variant === native.variant);
}
