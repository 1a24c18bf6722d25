/** Patterns over canonical paths, for all distributions. */

/** Documentation, which programs do not read. */
export const DOCUMENTATION = [
  '/usr/share/{doc,man,info,lintian,bug,doc-base,gtk-doc,help,omf,reportbug,gdb}/**',
  '/usr/share/locale/*/**',
  '/usr/local/{man,share/man,share/doc,share/info}/**',
];

/**
 * Files that integrate a package into its host: services, cron, shells, editors, desktops. An image with one program has
 * none of these. For shells, editors and D-Bus, the patterns cover only the folders for other packages; the rest is part
 * of the program. Their own folder is kept for its contents, not because another package lists it.
 */
export const HOST_INTEGRATION = [
  '/etc/{init.d,init,rc*.d,cron.*,logrotate.d,ufw,apparmor.d,apport,bash_completion.d,kernel,insserv*,apt,dpkg}/**',
  '/etc/{default,profile.d,update-motd.d,systemd,X11,xdg,sysctl.d,modprobe.d,modules-load.d,tmpfiles.d,binfmt.d}/**',
  '/etc/{apk,conf.d,dnf,yum,yum.repos.d}/**',
  '/usr/lib/{systemd,udev,tmpfiles.d,sysusers.d,sysctl.d,modprobe.d,modules-load.d,binfmt.d,init,dpkg,apt}/**',
  '/usr/lib/{initramfs-tools,kernel,environment.d,pcrlock.d,mime,needrestart}/**',
  '/usr/share/{apport,bash-completion,applications,icons,pixmaps,menu,metainfo,appdata}/**',
  '/usr/share/{zsh/vendor-*,zsh/site-functions,fish/vendor_*,emacs/site-lisp,emacs/*/site-lisp}/**',
  '/usr/share/{vim/addons,vim/registry,vim/vimfiles,nvim/site}/**',
  '/usr/share/dbus-1/*/**',
  '/usr/share/{zsh,fish,emacs,emacs/*,vim,nvim,dbus-1}',
  '/usr/share/{initramfs-tools,polkit-1,debconf,debianutils,dpkg,base-files,base-passwd,mime-packages}/**',
  '/usr/share/{doc-rfc,gnupg-doc,pam-configs,libc-bin,needrestart,sysvinit}/**',
  '/var/lib/{dpkg,apt,systemd,pam,ucf,update-rc.d,sgml-base,xml-core}/**',
];

/** Files to build against a library. Programs do not need them to run. */
export const DEVELOPMENT = [
  '/usr/include/**',
  '/usr/{lib,share}/{pkgconfig,cmake,aclocal}/**',
  '/usr/lib/*/{pkgconfig,cmake}/**',
  '/usr/lib/**/*.{a,la,o}',
];

/** Programs and libraries, which are kept only if something refers to them. */
export const REFERRED = [
  '/usr/{bin,sbin,games}/*',
  '/usr/local/{bin,sbin,games}/*',
  '/{bin,sbin}/*',
  '/{usr/lib,lib}/*.so*',
  '/{usr/lib,lib}/*-linux-{gnu,musl}*/*.so*',
  '/{usr/lib64,lib64}/*.so*',
];

/** Paths that the container runtime mounts over. No image should contain them, and nothing can keep them. */
export const RUNTIME = ['/{proc,sys,dev}/*'];

/** Passwords and private keys. */
export const SECRETS = ['/etc/{shadow,gshadow}', '/etc/ssh/ssh_host_*', '/etc/ssl/private/**'];

/**
 * State, secrets and leftovers of the build of the tree. They are kept only if something names them; folders among them
 * hold no secrets themselves and may stay.
 */
export const STATE = [
  ...SECRETS,
  '/etc/{resolv.conf,hosts,hostname,machine-id,mtab,fstab}',
  '/etc/{.pwd.lock,passwd-,group-,shadow-,gshadow-,subuid-,subgid-}',
  '/etc/**/*.{dpkg-old,dpkg-new,dpkg-dist,dpkg-tmp,dpkg-bak,ucf-old,ucf-new,ucf-dist}',
  '/{run,tmp,boot,mnt,media}/**',
  '/var/{tmp,log,cache,backups,mail,spool,crash}/**',
  '/var/lib/{dpkg,apt,systemd,dbus,urandom,private,misc,pam,ucf}/**',
  '/{usr/lib,lib}/apk/**',
  '/var/lib/{postgresql,mysql}/**',
  '/root/{.cache,.bash_history,.wget-hsts,.python_history}',
];

/** Leftovers of package managers, version control and tools in an application's folders. No program needs them again. */
export const LEFTOVERS = [
  '/{root,home/*}/.{cache,npm,pip,node-gyp,composer/cache,gem/specs,yarn/cache,local/share/pnpm/store}/**',
  '/{root,home/*}/.{gradle/caches,gradle/wrapper,ivy2/cache,sbt/boot,cargo/registry,cargo/git,conda/pkgs}/**',
  '/{root,home/*}/.{bash,python,node_repl,psql,mysql,sqlite}_history',
  '/{root,home/*}/.{wget-hsts,lesshst,viminfo}',
  '/{,root/,home/*/}go/pkg/{mod,sumdb}/**',
  '/**/{.git,.hg,.svn}',
  '/**/node_modules/.cache/**',
  '/**/.npm/_cacache/**',
  '/**/.{pytest_cache,mypy_cache,ruff_cache,tox,nox}/**',
  '/**/.DS_Store',
  '/.dockerenv',
];

/** Data in cache folders that programs do not or should not download again: models and browsers. */
export const FETCHED_DATA = [
  '/{root,home/*}/.cache/{huggingface,torch,whisper,ms-playwright,puppeteer,Cypress,selenium}/**',
];

/** Files that a build from source installs in `/usr/local` beside its programs. Level `packages` keeps them. */
export const BUILT_BESIDE = [
  '/usr/local/{man,share/man,share/doc,share/info,share/gtk-doc}/**',
  '/usr/local/include/**',
  '/usr/local/{lib,share}/{pkgconfig,cmake,aclocal}/**',
  '/usr/local/lib/*.{a,la}',
];
