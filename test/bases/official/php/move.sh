#!/bin/sh
# move.sh PREFIX: copies Debian's PHP into PREFIX, which becomes /usr/local, as upstream installs it there.
set -eu
extensions=lib/php/extensions/no-debug-non-zts-$(basename /usr/lib/php/20[0-9]*)
mkdir -p "$1/bin" "$1/sbin" "$1/$extensions" "$1/etc/php/conf.d" "$1/etc/php-fpm.d"
cp /usr/bin/php8.4 "$1/bin/php"
cp /usr/sbin/php-fpm8.4 "$1/sbin/php-fpm"
cp /usr/lib/php/20[0-9]*/*.so "$1/$extensions"
for kind in development production; do
	sed "s,^;extension_dir = \"./\",extension_dir = \"/usr/local/$extensions\"," "/usr/lib/php/8.4/php.ini-$kind" >"$1/etc/php/php.ini-$kind"
done
# What upstream has compiled in otherwise.
printf 'extension_dir = /usr/local/%s\nsession.save_path = /tmp\n' "$extensions" >"$1/etc/php/conf.d/00-upstream.ini"
# And it enables no other extension until somebody asks for it.
for file in "$1/$extensions"/*.so; do
	name=$(basename "$file" .so)
	case $name in intl | opcache) continue ;; esac
	echo "extension=$name" >"$1/etc/php/conf.d/docker-php-ext-$name.ini"
done
cp /php-fpm.conf "$1/etc/"
cp /docker.conf /zz-docker.conf "$1/etc/php-fpm.d/"
