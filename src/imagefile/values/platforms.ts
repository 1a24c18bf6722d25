import { nearest } from '../text/nearest.ts';
import { didYouMean, type Problem, problem } from '../text/problem.ts';
import { quote } from '../text/tree.ts';

/**
 * Debian's architecture for each platform name a user may write: Docker's (OCI image index, GOARCH and GOARM) and
 * Debian's own.
 */
const DEBIAN: Readonly<Record<string, string>> = {
  amd64: 'amd64',
  arm64: 'arm64',
  'arm64/v8': 'arm64',
  arm: 'armhf',
  'arm/v7': 'armhf',
  'arm/v6': 'armel',
  'arm/v5': 'armel',
  '386': 'i386',
  ppc64le: 'ppc64el',
  riscv64: 'riscv64',
  s390x: 's390x',
  armhf: 'armhf',
  armel: 'armel',
  i386: 'i386',
  ppc64el: 'ppc64el',
};

/** Names used by the kernel and other tools, for suggestions only. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  x64: 'amd64',
  aarch64: 'arm64',
  armv7: 'arm/v7',
  armv7l: 'arm/v7',
  i686: '386',
  x86: '386',
};

/** Returns Debian's architecture, e.g. `armhf` for `linux/arm/v7`, `arm/v7` or `armhf`; a problem for an unknown platform. */
export function debianName(platform: string): string | Problem {
  const short = platform.replace(/^linux\//, '');
  const known = Object.hasOwn(DEBIAN, short) ? DEBIAN[short] : undefined;
  if (known !== undefined) return known;
  const message = `platform ${quote(platform)} is not known to both Debian and Docker`;
  const meant = Object.hasOwn(ELSEWHERE, short) ? ELSEWHERE[short] : nearest(short, Object.keys(DEBIAN));
  if (meant !== undefined) return problem('unknown-platform', message, didYouMean(meant));
  return problem('unknown-platform', message, 'for example amd64, arm64, arm/v7 or 386');
}
