/** Listed is one package of an index. */
export interface Listed {
  readonly name: string;
  readonly version: string;
  /** `all`, or the architecture of its index. */
  readonly architecture: string;
  /** Relative to the archive, e.g. `pool/main/c/curl/curl_8.14.1-2_amd64.deb`. */
  readonly path: string;
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Its paragraph, without the blank line after it. */
  readonly paragraph: string;
}

/** Reads a `Packages` file. */
export function parsePackages(text: string): Listed[] {
  const paragraphs = text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '');
  return paragraphs.map((paragraph) => listed(paragraph.trim()));
}

export function listed(paragraph: string): Listed {
  const needed = (name: string): string => {
    const value = field(paragraph, name);
    if (value === undefined) throw new Error(`a package has no ${name}:\n${paragraph}`);
    return value;
  };
  return {
    name: needed('Package'),
    version: needed('Version'),
    architecture: needed('Architecture'),
    path: needed('Filename'),
    sha256: needed('SHA256'),
    size: Number(needed('Size')),
    paragraph,
  };
}

/** Returns the first line of a field. */
export function field(paragraph: string, name: string): string | undefined {
  return new RegExp(`^${name}: *(.*)$`, 'm').exec(paragraph)?.[1];
}

/** Returns a package's source and the source's version (Debian policy 5.6.1). */
export function sourceOf(pkg: Listed): { readonly name: string; readonly version: string } {
  const [name = pkg.name, version = pkg.version] =
    (field(pkg.paragraph, 'Source') ?? '').match(/[^\s()]+/g) ?? [];
  return { name, version };
}
