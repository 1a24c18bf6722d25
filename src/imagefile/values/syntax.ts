/**
 * Syntax of single values, for the schema and the JSON Schema. Each expression must mean the same with and without the
 * flag `u`, which JSON Schema validators set.
 */

const NAME = '[a-z0-9][a-z0-9+.-]+';
// Debian Policy 5.6.12: the upstream part may contain a colon only after an epoch.
const VERSION = '(?:[0-9]+:[0-9][A-Za-z0-9.+~:-]*|[0-9][A-Za-z0-9.+~-]*)';
const SUITE_NAME = '[a-z][a-z0-9.+-]*';
const ACCOUNT = '(?:[a-z_][a-z0-9_-]{0,31}|[0-9]{1,10})';
const PLAIN = '[^\\u0000-\\u001f\\u007f]';
const OCTET = '(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])';
const LOOPBACK = `(?:localhost|127\\.${OCTET}\\.${OCTET}\\.${OCTET})`;

/** Debian Policy 5.6.1. */
export const PACKAGE_NAME: RegExp = new RegExp(`^${NAME}$`);
export const PACKAGE_VERSION: RegExp = new RegExp(`^${VERSION}$`);
export const SUITE: RegExp = new RegExp(`^${SUITE_NAME}$`);
/** `[-]name[=version | /suite][[platforms]]`. */
export const PACKAGE: RegExp = new RegExp(
  `^(?:-${NAME}|${NAME}(?:=${VERSION}|/${SUITE_NAME})?)(?:\\[[A-Za-z0-9_/]+(?: [A-Za-z0-9_/]+)*\\])?$`,
);
export const MIRROR: RegExp = /^https?:\/\/[^\s/@?#]+(?:\/[^\s@?#]*)?$/;
/** A second in UTC, as in RFC 3339. */
export const SNAPSHOT: RegExp =
  /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$/;
/** The folder in `dists/`. A trailing slash is refused: in apt it means a repository without `dists/`. */
export const REPOSITORY_SUITE: RegExp = /^[A-Za-z0-9][A-Za-z0-9._+~-]*(?:\/[A-Za-z0-9][A-Za-z0-9._+~-]*)*$/;
/** A file of the build context, or the text of such a file. */
export const KEY: RegExp = new RegExp(
  `^(?:\\s*-----BEGIN PGP PUBLIC KEY BLOCK-----[^]*|(?!/)(?!(?:.*/)?\\.\\.(?:/|$))${PLAIN}+)$`,
);
export const COMPONENT: RegExp = /^[a-z][a-z0-9-]*(?:\/[a-z0-9-]+)*$/;

/** Rules of github.com/distribution/reference, regexp.go: `host:port/path:tag@digest`. */
export const IMAGE: RegExp =
  /^(?:[A-Za-z0-9.-]+(?::[0-9]+)?\/)?[a-z0-9]+(?:(?:\.|__?|-+|\/)[a-z0-9]+)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

/** Absolute, without `..`, without control characters. */
export const ABSOLUTE: RegExp = new RegExp(`^(?!.*/\\.\\.(?:/|$))/${PLAIN}*$`);
/** An absolute path without a colon, which separates the fields of /etc/passwd. */
export const HOME: RegExp = new RegExp(`^(?!.*/\\.\\.(?:/|$))/(?:(?!:)${PLAIN})*$`);
/** Relative, without `..`, without control characters. */
export const RELATIVE: RegExp = new RegExp(`^(?!/)(?!(?:.*/)?\\.\\.(?:/|$))${PLAIN}+$`);
/** Relative or absolute, without `..`, without control characters. */
export const INSIDE: RegExp = new RegExp(`^(?!(?:.*/)?\\.\\.(?:/|$))${PLAIN}+$`);
/** Without query, fragment and password; an `ssh` URL may have a user. */
export const GIT: RegExp =
  /^(?:(?:https?|git):\/\/[^\s/@?#]+\/[^\s?#]+|ssh:\/\/[^\s/?#]+\/[^\s?#]+|[\w.-]+@[\w.-]+:[^\s?#]+)$/;
/** A subset of git-check-ref-format(1), without characters that are special in URLs or commands. */
export const GIT_REF: RegExp = /^(?!.*(?:\.\.|\/\/))\w[\w./+=,@-]*$/;
/** SHA-1 or SHA-256. */
export const COMMIT: RegExp = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
export const SHA256: RegExp = /^[0-9a-f]{64}$/;
export const ARCHIVE: RegExp = /^https?:\/\/[^\s/@?#]+\/[^\s#]+$/;
/** A glob over absolute paths, or a package. */
export const GLOB: RegExp = new RegExp(`^(?:pkg:${NAME}|(?!.*/\\.\\.(?:/|$))/${PLAIN}*)$`);

/** Id of a client's secret or ssh agent. It may become part of a path. */
export const CLIENT_ID: RegExp = /^[A-Za-z0-9](?:[A-Za-z0-9._:@/-]*[A-Za-z0-9_-])?$/;
/** Context names that buildx passes on unchanged. */
export const CONTEXT: RegExp = /^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/;
export const MODE: RegExp = /^0?[0-7]{3,4}$/;
/** Names that useradd and adduser accept, without capitals. */
export const ACCOUNT_NAME: RegExp = /^[a-z_][a-z0-9_-]{0,31}$/;
export const OWNER: RegExp = new RegExp(`^${ACCOUNT}(?::${ACCOUNT})?$`);

/** A path below /usr/share/zoneinfo, without `..`: `Europe/Berlin`, `Etc/GMT+1`. */
export const TIMEZONE: RegExp = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9][A-Za-z0-9_+-]*)*$/;
/** `language_TERRITORY.codeset@modifier`, as in locale(7). */
export const LOCALE: RegExp = /^[A-Za-z]{1,8}(?:_[A-Za-z]{2,3})?(?:\.[A-Za-z0-9-]+)?(?:@[A-Za-z0-9]+)?$/;

/** Variable names that a shell can set (POSIX, Base Definitions 8.1). */
export const VARIABLE: RegExp = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** `${NAME}`, replaced by the value of an argument. */
export const REFERENCE: RegExp = /\$\{[A-Za-z_][A-Za-z0-9_]*\}/;
/** `NAME=value`, or `NAME` alone. */
export const ARGUMENT_LINE: RegExp = /^[A-Za-z_][A-Za-z0-9_]*(?:=.*)?$/;
/** Names of Dockerfile stages (moby/buildkit, frontend/dockerfile/instructions), which other tools accept, too. */
export const TARGET: RegExp = /^(?!(?:thin|fat|debug|tree|report)$)[a-z][a-z0-9._-]*$/;
export const VARIABLE_LINE: RegExp = /^[A-Za-z_][A-Za-z0-9_]*=/;
export const LABEL: RegExp = /^[^\s=]+$/;
export const LABEL_LINE: RegExp = /^[^\s=]+=/;

export const PORT: RegExp = /^[0-9]{1,5}(?:-[0-9]{1,5})?(?:\/(?:tcp|udp|sctp))?$/;
/** The Compose Specification, "Specifying durations". */
export const DURATION: RegExp = /^(?:[0-9]+(?:\.[0-9]+)?(?:us|ms|s|m|h))+$/;

/** Parts: scheme, host, port, path. */
export const HTTP_URL: RegExp = new RegExp(`^(https?)://(${LOOPBACK})(?::([0-9]{1,5}))?(/[^\\s]*)?$`);
export const TCP_READY: RegExp = new RegExp(`^tcp://(${LOOPBACK}):([0-9]{1,5})$`);
export const UNIX_READY: RegExp = /^unix:\/\/(\/[^\s]+)$/;
/** A path with a query, as a request line has it (RFC 9112, 3.2.1). */
export const REQUEST_PATH: RegExp = /^\/[!-~]*$/;
export const METHOD: RegExp = /^[A-Z]{1,20}$/;
/** RFC 9110, 5.1. */
export const HEADER: RegExp = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/** Part of one line. */
export const LINE: RegExp = new RegExp(`^${PLAIN}+$`);
