import { reachable } from '../../../src/debian/closure.ts';
import { field, fields, paragraphs } from '../../../src/debian/control.ts';
import { commonLicences, licencesOf, readCopyright } from '../../../src/debian/copyright.ts';
import { readPackageList } from '../../../src/debian/packages.ts';
import { hasComponent, packageIndexes, parseRelease, sourcesIndex } from '../../../src/debian/release.ts';
import { architecturesOf } from '../../../src/debian/sources.ts';
import { compareVersions } from '../../../src/debian/version.ts';
import { declaredLicence } from '../../../src/sbom/licences.ts';
import { must, never, plainError, type Target } from '../fuzz/target.ts';

const SUM = 'a'.repeat(64);

const PACKAGES = `Package: jq
Version: 1.7.1-6+deb13u1
Architecture: amd64
Depends: libjq1 (= 1.7.1-6), libc6 (>= 2.38) | libc6.1, default-mta | mail-transport-agent
Provides: json-tool (= 1), json-tool
Priority: required
Essential: yes
Filename: pool/main/j/jq/jq_1.7.1-6_amd64.deb
Size: 78000
SHA256: ${SUM}
Description: lightweight JSON processor
 a longer text
 .
 its end

Package: libjq1
Version: 1.7.1-6
Architecture: amd64
Pre-Depends: dpkg (>= 1.17)
Recommends: jq:any
Filename: pool/main/j/jq/libjq1_1.7.1-6_amd64.deb
Size: 1
SHA256: ${SUM}
`;

const SOURCES = `Package: jq
Binary: jq, libjq1
Package-List:
 jq deb utils optional arch=any
 libjq1 deb libs optional arch=amd64,linux-any,any-arm64
 jq-doc deb doc optional arch=all
`;

const COPYRIGHT = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2012 Stephen
License: Expat and CC-BY-3.0

License: Expat
 Permission is granted
 .
 On Debian systems, see /usr/share/common-licenses/GPL-2.
`;

export const control: Target = {
  name: 'control',
  seeds: () => [PACKAGES, SOURCES, COPYRIGHT, 'See /usr/share/common-licenses/GPL-3.\n'],
  words: [
    ...[
      '\n\n',
      '\n ',
      '\n .\n',
      '\n\t',
      ': ',
      ':',
      '#',
      'Package: ',
      'Version: ',
      'Depends: ',
      'Provides: ',
      'Essential: yes\n',
    ],
    ...[
      'Filename: ',
      'SHA256:',
      ' | ',
      ', ',
      ' (>= 1)',
      ':any',
      'License: ',
      'Files: *\n',
      'Format: x\n',
      '/usr/share/common-licenses/',
    ],
    ...[
      'GPL-2+',
      ' and ',
      ' or ',
      ' with ',
      '(',
      ')',
      'arch=any',
      ' deb ',
      '__proto__',
      'constructor',
      '\r\n',
      '1:',
      '~',
      '+b1',
    ],
  ],
  read(input) {
    const text = input.toString('latin1');
    let end = 0;
    for (const span of paragraphs(text)) {
      must(span.start >= end && span.end > span.start && span.end <= text.length, 'paragraphs in order');
      end = span.end;
      for (const [name, value] of fields(text, span))
        must(field(text, span, name) !== undefined || value === '', name);
    }
    const list = readPackageList(text);
    const options = { recommends: true, excluded: new Set(['libc6']) };
    const [found = []] = reachable([list], [...list.byName.keys()].slice(0, 3), options);
    must(found.length <= list.text.length, 'more packages than there are');
    architecturesOf(text, ['jq', 'libjq1', '__proto__']);
    readCopyright(text);
    commonLicences(text);
    licencesOf(text);
    declaredLicence(text);
    const [first = '', second = ''] = text.split('\n');
    must(
      Math.sign(compareVersions(first, second)) === -Math.sign(compareVersions(second, first)) ||
        /[^\w.+~:-]/.test(first + second),
      'versions in order',
    );
  },
  refuses: never,
};

const RELEASE = `Origin: Debian
Suite: stable
Codename: trixie
Date: Sat, 09 Aug 2025 09:00:00 UTC
Valid-Until: Sat, 16 Aug 2025 09:00:00 UTC
Acquire-By-Hash: yes
Architectures: all amd64 arm64
Components: main contrib
SHA256:
 ${SUM}     1234 main/binary-amd64/Packages.xz
 ${SUM}    12345 main/binary-amd64/Packages
 ${SUM}      123 main/source/Sources.xz
`;

export const release: Target = {
  name: 'release',
  seeds: () => [
    RELEASE,
    `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${RELEASE}- dash\n-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n`,
  ],
  words: [
    ...[
      '-----BEGIN PGP SIGNED MESSAGE-----\n',
      '\n-----BEGIN PGP SIGNATURE-----\n',
      '- ',
      'Date: ',
      'Valid-Until: ',
      'SHA256:\n',
    ],
    ...[
      ` ${SUM} 1 main/binary-amd64/Packages.xz\n`,
      'Acquire-By-Hash: yes\n',
      'main',
      '..',
      '/',
      'Sat, 09 Aug 275760 00:00:00 UTC',
      '-1',
      '\n ',
    ],
  ],
  read(input) {
    const read = parseRelease(input.toString('latin1'));
    must(Number.isFinite(read.date), 'a date');
    must(read.validUntil === undefined || Number.isFinite(read.validUntil), 'a date of its end');
    for (const { file } of packageIndexes(read, ['main', 'updates/main', '__proto__'], 'amd64'))
      must(
        /^[0-9a-f]{64}$/.test(file.sha256) && Number.isSafeInteger(file.size) && file.size >= 0,
        `the checksum of ${file.name}`,
      );
    hasComponent(read, 'main');
    sourcesIndex(read, 'main');
  },
  refuses: plainError(
    /^the Release file has no (?:Date|SHA256)$/,
    /^the InRelease file is truncated$/,
    /^the Release file has an invalid date: /,
    /^the Release file has an invalid checksum: /,
  ),
};
