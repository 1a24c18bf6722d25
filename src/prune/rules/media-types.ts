import type { Rule } from '../rule.ts';

export const mediaTypes: Rule = {
  name: 'media-types',
  why: 'programs look up the media type of a file by its extension, and silently take another if the list is missing',
  source: "mime.types(5); the sources of Go's package mime and of Python's mimetypes name these files",
  when: ['package:media-types', 'package:mailcap', 'package:mime-support', 'package:shared-mime-info'],
  keep: ['/etc/mime.types', '/usr/share/mime/{globs2,mime.cache}'],
};
