#!/usr/bin/env bash
# With USE_SYSTEM_CA_CERTS, Java trusts the authorities of the system and of /certificates.
set -e
if [[ -n "${USE_SYSTEM_CA_CERTS:-}" ]]; then
	store=$JAVA_HOME/lib/security/cacerts
	[[ -w "$store" ]] || { echo "$store cannot be written" >&2; exit 1; }
	for file in /certificates/*.crt; do
		keytool -importcert -noprompt -storepass changeit -keystore "$store" -alias "${file##*/}" -file "$file"
	done
fi
exec "$@"
