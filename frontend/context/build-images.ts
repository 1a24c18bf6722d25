import type { Build, Spec } from '../../src/imagefile/spec.ts';
import type { BuildImage } from '../../src/plan/builds.ts';
import { allOf } from '../errors/all-of.ts';
import { UserError } from '../errors/user-error.ts';
import type { Session } from '../gateway/session.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import { treePlatform } from '../options/tree-platform.ts';
import { addsPackages, type OpenedBaseImage, openUsableImage } from './base-image.ts';
import type { TreeFiles } from './tree-files.ts';

/** OpenedBuildImage is the image that a build is built in, for one platform. */
export interface OpenedBuildImage extends OpenedBaseImage, BuildImage {}

/** BuildImages are the images that builds are built in: by platform of the image to make, then by name of the build. */
export type BuildImages = ReadonlyMap<string, ReadonlyMap<string, OpenedBuildImage>>;

/** Digests that a lock records, by platform and by name of the build. */
export type BuildPins = ReadonlyMap<string, ReadonlyMap<string, string>>;

const SHELLS = ['bin/sh', 'usr/bin/sh'];

/** Where distributions have the bundle of certificate authorities. Source: Go, crypto/x509/root_linux.go. */
const BUNDLES = [
  'etc/ssl/certs/ca-certificates.crt',
  'etc/pki/tls/certs/ca-bundle.crt',
  'etc/ssl/ca-bundle.pem',
  'etc/pki/tls/cacert.pem',
  'etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  'etc/ssl/cert.pem',
];

/**
 * Opens the images that `from` of builds names. An image that several builds use is opened once.
 * @param specFor returns the Imagefile as read for a platform
 * @throws {UserError} if an image cannot be read, or nothing can be built in it
 */
export async function openBuildImages(
  session: Session,
  specFor: (platform: Platform) => Pick<Spec, 'build'>,
  platforms: readonly Platform[],
  pins: BuildPins = new Map(),
): Promise<BuildImages> {
  const opened = new Map<string, Promise<OpenedBuildImage>>();
  const open = (build: Build, from: string, platform: Platform) => {
    const tree = treePlatform(session.options, platform, build);
    const pin = pins.get(formatPlatform(platform))?.get(build.name);
    const key = JSON.stringify([from, formatPlatform(tree), pin, addsPackages(build)]);
    const known = opened.get(key) ?? openImage(session, build, from, tree, pin);
    opened.set(key, known);
    return known;
  };
  const images = await allOf(
    platforms.map(async (platform) => {
      const own = await allOf(
        specFor(platform).build.flatMap((build) => {
          const { name, from } = build;
          return from === undefined
            ? []
            : [open(build, from.value, platform).then((image) => [name, image] as const)];
        }),
      );
      return [formatPlatform(platform), new Map(own)] as const;
    }),
  );
  return new Map(images);
}

async function openImage(
  session: Session,
  build: Build,
  name: string,
  platform: Platform,
  pin: string | undefined,
): Promise<OpenedBuildImage> {
  const at = build.from?.at ?? build.at;
  const use = { platform, pin, addsPackages: addsPackages(build), isForBuild: true as const };
  const { image, files } = await openUsableImage(session, name, use, at);
  const complain = (message: string, fix: string) =>
    new UserError([{ code: 'unusable-base', message, fix, at }]);
  if (!(await hasAny(files, SHELLS))) {
    const fix =
      'name an image that is made for building, such as node:22-slim, or leave "from" out and add packages';
    throw complain(`nothing can be built in the image "${name}", which has no shell (/bin/sh)`, fix);
  }
  if (use.addsPackages && image.suites.length === 0) {
    const message = `packages cannot be added to the image "${name}", which does not say which suite it is of`;
    throw complain(message, 'leave "packages" out, or use Debian or Ubuntu');
  }
  return { ...image, hasAuthorities: await hasAny(files, BUNDLES) };
}

async function hasAny(files: TreeFiles, paths: readonly string[]): Promise<boolean> {
  return (await Promise.all(paths.map((path) => files.has(path)))).includes(true);
}
