import type { FromDockerfile } from './image.ts';

/** Begins each line of a bake file within an Imagefile. */
const MARK = '#bake';

/** Returns the bake file that builds a Dockerfile and hands its image to the Imagefile. */
export function bakeFile({ name, dockerfile, target }: FromDockerfile): string {
  return `group "default" {
  targets = ["thin"]
}

target ${string(name)} {
  context    = "."
  dockerfile = ${string(dockerfile)}
${target === undefined ? '' : `  target     = ${string(target)}\n`}}

target "thin" {
  context    = "."
  dockerfile = "Imagefile"
  contexts   = { ${name} = ${string(`target:${name}`)} }
  tags       = [${string(`${name}:thin`)}]
}
`;
}

/** Returns a bake file as a comment, with the command that cuts it out. */
export function bakeComment(build: FromDockerfile): string {
  const lines = bakeFile(build).trimEnd().split('\n');
  return [
    '# The rest is a bake file, which builds the Dockerfile and hands its image to this Imagefile. To cut it out:',
    `#   sed -n 's/^${MARK} \\{0,1\\}//p' Imagefile >> docker-bake.hcl`,
    '#   docker buildx bake',
    ...lines.map((line) => `${MARK} ${line}`.trimEnd()),
    '',
  ].join('\n');
}

/** Returns a text as a string of HCL. */
function string(text: string): string {
  const escaped = text
    .replace(/["\\]/g, '\\$&')
    .replace(/[$%](?=\{)/g, '$&$&')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, codePoint);
  return `"${escaped}"`;
}

function codePoint(letter: string): string {
  return `\\U${(letter.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
}
