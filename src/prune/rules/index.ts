import type { Rule } from '../rule.ts';
import { certificates } from './certificates.ts';
import { gconv } from './gconv.ts';
import { libgcc } from './libgcc.ts';
import { locale } from './locale.ts';
import { nginx } from './nginx.ts';
import { openssl } from './openssl.ts';
import { perl } from './perl.ts';
import { postgresql } from './postgresql.ts';
import { python } from './python.ts';
import { terminfo } from './terminfo.ts';
import { tzdata } from './tzdata.ts';

/** Every rule, by name. */
export const RULES: readonly Rule[] = [
  certificates,
  gconv,
  libgcc,
  locale,
  nginx,
  openssl,
  perl,
  postgresql,
  python,
  terminfo,
  tzdata,
];
