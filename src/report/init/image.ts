import type { BaseConfig } from '../../plan/base-image.ts';

/** FirstConfig is the part of an image config that `--call=init` shows. */
export interface FirstConfig {
  /** `NAME=value`. */
  readonly environment: readonly string[];
  readonly container: BaseConfig;
}

/** FirstImage is the image that an Imagefile is printed for. */
export interface FirstImage {
  /** The reference of mib itself, for the `# syntax` line. */
  readonly frontend: string;
  /** The value of `from`. */
  readonly from: string;
  /** The subject of a sentence about its config: `The image "shop"`. */
  readonly whose: string;
  /** Absent for a folder. */
  readonly config?: FirstConfig;
}

/** FromDockerfile is the build that makes an image. */
export interface FromDockerfile {
  /** The name of the image in `from`. */
  readonly name: string;
  readonly dockerfile: string;
  /** The stage that `--target` named. */
  readonly target?: string;
}

/** Escapes what would end a comment, or change how a terminal shows it. */
export function visible(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (letter) =>
    [...Array(letter.length).keys()]
      .map((at) => `\\u${letter.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
