import type { Rule } from '../rule.ts';
import { ansible } from './ansible.ts';
import { cargo } from './cargo.ts';
import { certificates } from './certificates.ts';
import { composer } from './composer.ts';
import { conda } from './conda.ts';
import { dotnet } from './dotnet.ts';
import { dpkg } from './dpkg.ts';
import { erlang } from './erlang.ts';
import { fontconfig } from './fontconfig.ts';
import { gcc } from './gcc.ts';
import { gconv } from './gconv.ts';
import { gdal } from './gdal.ts';
import { ghostscript } from './ghostscript.ts';
import { gio } from './gio.ts';
import { git } from './git.ts';
import { gnupg } from './gnupg.ts';
import { golang } from './golang.ts';
import { icu } from './icu.ts';
import { imagemagick } from './imagemagick.ts';
import { java } from './java.ts';
import { krb5 } from './krb5.ts';
import { ldap } from './ldap.ts';
import { libgcc } from './libgcc.ts';
import { locale } from './locale.ts';
import { magic } from './magic.ts';
import { mariadb } from './mariadb.ts';
import { mariadbClient } from './mariadb-client.ts';
import { mediaTypes } from './media-types.ts';
import { musl } from './musl.ts';
import { nginx } from './nginx.ts';
import { nodeModules } from './node-modules.ts';
import { nodejs } from './nodejs.ts';
import { npm } from './npm.ts';
import { nss } from './nss.ts';
import { openssl } from './openssl.ts';
import { pam } from './pam.ts';
import { perl } from './perl.ts';
import { php } from './php.ts';
import { pip } from './pip.ts';
import { pkcs11 } from './pkcs11.ts';
import { poppler } from './poppler.ts';
import { postgresql } from './postgresql.ts';
import { proj } from './proj.ts';
import { python } from './python.ts';
import { r } from './r.ts';
import { ruby } from './ruby.ts';
import { rubygems } from './rubygems.ts';
import { rust } from './rust.ts';
import { sasl } from './sasl.ts';
import { selinux } from './selinux.ts';
import { ssh } from './ssh.ts';
import { symfony } from './symfony.ts';
import { tcl } from './tcl.ts';
import { terminfo } from './terminfo.ts';
import { tex } from './tex.ts';
import { tzdata } from './tzdata.ts';
import { uv } from './uv.ts';
import { venv } from './venv.ts';
import { wireshark } from './wireshark.ts';
import { yarn } from './yarn.ts';
import { yq } from './yq.ts';

/** Every rule, by name. */
export const RULES: readonly Rule[] = [
  ansible,
  cargo,
  certificates,
  composer,
  conda,
  dotnet,
  dpkg,
  erlang,
  fontconfig,
  gcc,
  gconv,
  gdal,
  ghostscript,
  gio,
  git,
  gnupg,
  golang,
  icu,
  imagemagick,
  java,
  krb5,
  ldap,
  libgcc,
  locale,
  magic,
  mariadbClient,
  mariadb,
  mediaTypes,
  musl,
  nginx,
  nodeModules,
  nodejs,
  npm,
  nss,
  openssl,
  pam,
  perl,
  php,
  pip,
  pkcs11,
  poppler,
  postgresql,
  proj,
  python,
  r,
  ruby,
  rubygems,
  rust,
  sasl,
  selinux,
  ssh,
  symfony,
  tcl,
  terminfo,
  tex,
  tzdata,
  uv,
  venv,
  wireshark,
  yarn,
  yq,
];
