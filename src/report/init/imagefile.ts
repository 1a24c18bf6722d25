import { stringify } from 'yaml';
import { bakeComment } from './bake.ts';
import { checkLines } from './check.ts';
import { configLines } from './config.ts';
import type { FirstImage, FromDockerfile } from './image.ts';
import { readinessOf } from './readiness.ts';

/** FirstImagefile is the Imagefile that `--call=init` prints, and the bake file for a Dockerfile. */
export interface FirstImagefile {
  readonly imagefile: string;
  readonly bake?: string;
}

/** Returns an Imagefile that thins an image and needs no change to build. */
export function firstImagefile(image: FirstImage): string {
  const { frontend, from, config } = image;
  const head = [`# syntax=${frontend}`, `from: ${stringify(from, { lineWidth: 0 }).trimEnd()}`];
  const parts = hasProgram(image)
    ? [configLines(image), checkLines(image, readinessOf(config))]
    : [configLines(image), wholeLines(image)];
  return `${[head, ...parts.filter((lines) => lines.length > 0)].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Returns an Imagefile followed by a bake file, which a comment of its own makes easy to cut out. */
export function withBakeFile(imagefile: string, build: FromDockerfile): string {
  return `${imagefile}\n${bakeComment(build)}`;
}

function hasProgram({ config }: FirstImage): boolean {
  const { entrypoint = [], command = [] } = config?.container ?? {};
  return entrypoint.length + command.length > 0;
}

/** Returns what stands in place of a check for an image that starts nothing. */
function wholeLines({ whose }: FirstImage): string[] {
  return [
    `# ${whose} has no entrypoint and no command, so everything is kept. To keep only what a program needs,`,
    '# name the program in place of this line, for example entry: /usr/bin/app',
    'prune: none',
  ];
}
