/** The size tables: one in the README of each image, and one of all images in README.md. A MB is 10^6 bytes. */

const HEAD = '| MB, compressed |';
const OWN = '| this image |';
const BEGIN = '<!-- sizes: made by `make images` -->';
const END = '<!-- end -->';
const LIMIT = 0.1;
const ROUNDED = 0.05;

/**
 * Reads the size table in the README of an image.
 * @returns `sizes` by platform, and `usual`: the usual image of that program, with its size on the first platform
 */
export function readTable(text) {
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  const head = rows.find((row) => row.startsWith(HEAD));
  const own = rows.find((row) => row.startsWith(OWN));
  if (head === undefined || own === undefined) throw new Error(`no table with ${HEAD} and ${OWN}`);
  const numbers = cells(own).slice(1);
  const sizes = new Map(
    cells(head)
      .slice(1)
      .map((platform, column) => [platform, Number(numbers[column])])
      .filter(([, size]) => size > 0),
  );
  const usual = rows.map(cells).find(([name]) => name.startsWith('`'));
  return { sizes, ...(usual && { usual: { name: usual[0], size: usual[1] } }) };
}

/** Returns the README of an image with new sizes; those of other platforms stay. @param bytes by platform, e.g. `linux/arm64` */
export function fillIn(text, bytes) {
  const { sizes } = readTable(text);
  const platforms = cells(text.split('\n').find((line) => line.startsWith(HEAD)) ?? '').slice(1);
  const row = platforms.map((platform) => {
    const known = bytes.get(`linux/${platform}`);
    return known === undefined ? (sizes.get(platform)?.toFixed(1) ?? '') : (known / 1e6).toFixed(1);
  });
  return text.replace(/^\| this image \|.*$/m, `${OWN} ${row.join(' | ')} |`);
}

/**
 * Returns a line for each platform whose size differs from the README by more than a tenth, beyond rounding. Platforms that
 * the README does not list are ignored.
 * @param bytes by platform, e.g. `linux/arm64`
 */
export function drift(text, bytes) {
  return [...readTable(text).sizes].flatMap(([platform, said]) => {
    const now = (bytes.get(`linux/${platform}`) ?? said * 1e6) / 1e6;
    return Math.abs(now - said) <= said * LIMIT + ROUNDED
      ? []
      : [`${now.toFixed(1)} MB for ${platform}, its README says ${said.toFixed(1)}`];
  });
}

/** Returns README.md with the table of all images. @param tables name and table of each image */
export function overview(text, tables) {
  const platforms = [...new Set(tables.flatMap(([, { sizes }]) => [...sizes.keys()]))].sort();
  const line = (row) => `| ${row.join(' | ')} |`;
  const table = [
    line(['MB, compressed', ...platforms, 'the usual image']),
    line(['', ...platforms, ''].map(() => '---')).replaceAll(' ', ''),
    ...tables.map(([name, { sizes, usual }]) =>
      line([
        `[${name}](images/${name})`,
        ...platforms.map((platform) => sizes.get(platform)?.toFixed(1) ?? ''),
        usual === undefined ? '' : `${usual.name} ${usual.size}`,
      ]),
    ),
  ].join('\n');
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`README.md has no ${BEGIN} … ${END}`);
  return { text: `${text.slice(0, start)}${BEGIN}\n${table}\n${text.slice(end)}`, table };
}

function cells(row) {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
