import type { Build, Located, Spec } from '../../src/imagefile/spec.ts';
import { allOf } from '../errors/all-of.ts';
import { UserError } from '../errors/user-error.ts';
import type { Session } from '../gateway/session.ts';
import { formatPlatform, type Platform } from '../options/platform.ts';
import { treePlatform } from '../options/tree-platform.ts';
import { type OpenedBaseImage, openUsableImage } from './base-image.ts';
import type { TreeFiles } from './tree-files.ts';

/** OpenedBuildImage is the image that a build is built in, for one platform. */
export type OpenedBuildImage = OpenedBaseImage;

/** BuildImages are the images that builds are built in: by platform of the image to make, then by name of the build. */
export type BuildImages = ReadonlyMap<string, ReadonlyMap<string, OpenedBuildImage>>;

/** Digests that a lock records, by platform and by name of the build. */
export type BuildPins = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** How a command starts the shell. */
const SHELL = /^(?:(?:\/usr)?\/bin\/)?sh$/;

/** Where the shell is. */
const SHELLS = ['bin/sh', 'usr/bin/sh'];

/**
 * Opens the images that `from` of builds names. An image that several builds use is opened once.
 * @param specFor returns the Imagefile as read for a platform
 * @throws {UserError} if an image cannot be read, or lacks the shell of a command
 */
export async function openBuildImages(
  session: Session,
  specFor: (platform: Platform) => Pick<Spec, 'build'>,
  platforms: readonly Platform[],
  pins: BuildPins = new Map(),
): Promise<BuildImages> {
  const opened = new Map<string, ReturnType<typeof openUsableImage>>();
  const open = (build: Build, from: Located<string>, platform: Platform) => {
    const tree = treePlatform(session.options, platform);
    const pin = pins.get(formatPlatform(platform))?.get(build.name);
    const key = JSON.stringify([from.value, formatPlatform(tree), pin]);
    const use = { platform: tree, pin, addsPackages: false };
    const known = opened.get(key) ?? openUsableImage(session, from.value, use, from.at);
    opened.set(key, known);
    return known.then(({ image, files }) => verifyShell(build, image, files));
  };
  const images = await allOf(
    platforms.map(async (platform) => {
      const own = await allOf(
        specFor(platform).build.flatMap((build) => {
          const { name, from } = build;
          return from === undefined
            ? []
            : [open(build, from, platform).then((image) => [name, image] as const)];
        }),
      );
      return [formatPlatform(platform), new Map(own)] as const;
    }),
  );
  return new Map(images);
}

/** Returns the image, unless a command of the build starts a shell that it does not have. @throws {UserError} at the command */
async function verifyShell(
  { fetch, prepare, run }: Build,
  image: OpenedBuildImage,
  files: TreeFiles,
): Promise<OpenedBuildImage> {
  const commands = [...(fetch?.run ?? []), ...prepare, ...run].filter(({ value: [program = ''] }) =>
    SHELL.test(program),
  );
  if (commands.length === 0 || (await hasAny(files, SHELLS))) return image;
  const message = `the image "${image.name}" has no shell (/bin/sh), so it cannot run this command`;
  const fix = 'start a program of the image without a shell, or build in an image that has one';
  throw new UserError(commands.map(({ at }) => ({ code: 'unusable-base', message, fix, at })));
}

async function hasAny(files: TreeFiles, paths: readonly string[]): Promise<boolean> {
  return (await Promise.all(paths.map((path) => files.has(path)))).includes(true);
}
