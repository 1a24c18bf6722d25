# The network of the engine in slot 0…127: block number `slot` of 198.18.0.0/15.
# shellcheck shell=sh disable=SC2034,SC2154
slot=$(cat "$home/slot")
prefix=198.$((18 + slot / 64)).
third=$((slot % 64 * 4))

bridge=mib$slot
block=$prefix$third.0/22             # the whole block
gateway=$prefix$third.1/24           # the default bridge
pool=$prefix$((third + 2)).0/23      # networks that users create
