import type { Code } from '../imagefile/text/diagnostic.ts';
import { IN_IMAGEFILE } from './advice.ts';
import type { PruneProblem } from './request.ts';
import { wayLines } from './why.ts';

export interface Message {
  readonly code: Code;
  readonly message: string;
  readonly fix?: string;
}

/** The words in which the step fails and the frontend shows the line. */
export function messageOf(problem: PruneProblem): Message {
  switch (problem.kind) {
    case 'missing-entry':
      return { code: 'missing-entry', ...entryMessage(problem) };
    case 'missing-interpreter': {
      const interpreter = JSON.stringify(problem.interpreter);
      const message = `entry "${problem.path}" needs ${interpreter} to start it, which does not exist in the tree`;
      const fix = problem.interpreter.endsWith('\r')
        ? 'end the lines of the script as on Unix, with a line feed alone'
        : `add the package that brings ${interpreter} to packages`;
      return { code: 'missing-entry', message, fix };
    }
    case 'missing-healthcheck':
      return {
        code: 'missing-entry',
        message: `healthcheck runs "${problem.name}", which is no program of the tree`,
        fix: suggest(problem.near),
      };
    case 'matches-nothing':
      return { code: 'invalid-value', ...patternMessage(problem.list, problem.pattern) };
    case 'needed-file':
      return { code: 'needed-file', ...neededMessage(problem) };
    case 'withheld-need':
      return { code: 'needed-file', ...withheldMessage(problem) };
    case 'world-writable':
      return { code: 'world-writable', ...modeMessage(problem) };
    case 'foreign-elf':
      return { code: 'foreign-elf', ...foreignMessage(problem) };
  }
}

function entryMessage({ path, reason, near }: Extract<PruneProblem, { kind: 'missing-entry' }>) {
  const what = {
    absent: 'does not exist in the tree',
    'not-in-path': 'is no program in PATH',
    directory: 'is a folder',
    'not-executable': 'is not executable',
  };
  const message = `entry "${path}" ${what[reason]}`;
  if (reason === 'not-executable')
    return { message, fix: 'give the file a mode with execute bits, e.g. "0755"' };
  return { message, fix: suggest(near) };
}

function suggest(near: readonly string[]): string {
  if (near.length === 0) return 'name a program that a package or a line of files brings';
  return `did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
}

function patternMessage(list: 'keep' | 'drop', pattern: string) {
  const name = /^pkg:(.+)$/.exec(pattern)?.[1];
  if (name !== undefined) {
    const message = `${list} "${pattern}" names a package that is not installed in the tree`;
    return { message, fix: `add ${name} to packages, or take the line out` };
  }
  return {
    message: `${list} "${pattern}" matches no file in the tree`,
    fix: 'correct the pattern, or take the line out',
  };
}

function neededMessage({ pattern, way }: Extract<PruneProblem, { kind: 'needed-file' }>) {
  return {
    message: `drop "${pattern}" takes away "${way[0]?.id}", and the image does not run without it`,
    fix: [...wayLines(way), 'correct the pattern, or take the line out'].join('\n  '),
  };
}

function withheldMessage({ path, way }: Extract<PruneProblem, { kind: 'withheld-need' }>) {
  return {
    message: `"${path}" is left out because it is a secret, and "${way[0]?.reason.from}" does not work without it`,
    fix: [
      ...wayLines(way),
      `if it may be in the image: ${IN_IMAGEFILE.keep(path)}; else give the image another one with files`,
    ].join('\n  '),
  };
}

function modeMessage(problem: Extract<PruneProblem, { kind: 'world-writable' }>) {
  const { path, type, mode, owner, target, isApplication } = problem;
  const written = `0${mode.toString(8)}`;
  const whose = owner === undefined ? '' : ` of the package ${owner}`;
  const message = `"${path}"${whose} has mode "${written}", so every account could write to it`;
  if (target !== undefined) {
    const fix = `give the line of files for "${target}" a mode without that, e.g. "0644"`;
    return { message, fix };
  }
  if (isApplication) {
    const fix = `take that away in the image that from names, or here: run: ["chmod o-w ${path}"]`;
    return { message, fix };
  }
  const volume = type === 'folder' ? ', or name it in volumes if that is meant' : '';
  return { message, fix: `leave it out with ${IN_IMAGEFILE.drop(path)}${volume}` };
}

/** What makes a build bring files for the platform of the image. */
export const FOR_TARGET =
  'build it for the platform of the image; a build with platform: target runs on that';

function foreignMessage({
  path,
  machine,
  architecture,
  target,
}: Extract<PruneProblem, { kind: 'foreign-elf' }>) {
  const from = target === undefined ? '' : `, which the line for "${target}" brings,`;
  return {
    message: `"${path}"${from} is for ${machine}, and the image is for ${architecture}`,
    fix: `${FOR_TARGET}\n  or leave it out with ${IN_IMAGEFILE.drop(path)}, or keep it with ${IN_IMAGEFILE.keep(path)}`,
  };
}
