#!/bin/bash
# Nightly: a checked copy of the database while the kiosk runs; the newest fourteen are kept. The copies hold no key.
set -euo pipefail
folder=${1:?the folder for the copies}
keep=${ACCESSKIOSK_BACKUPS:-14}
program=$(dirname "$(readlink -f "$0")")/../AccessKiosk.Kiosk
# Copies are numbered: a clock that is wrong for a night must not make an old copy the newest. Those of older versions come first.
mapfile -t copies < <(find "$folder" -maxdepth 1 -name 'kiosk-[0-9]*T*Z.db' | sort; find "$folder" -maxdepth 1 -name 'kiosk-n[0-9]*.db' | sort)
last=0
((${#copies[@]})) && [[ ${copies[-1]} =~ /kiosk-n([0-9]+)- ]] && last=$((10#${BASH_REMATCH[1]}))
copy=$folder/$(printf 'kiosk-n%07d-%s.db' $((last + 1)) "$(date -u +%Y%m%dT%H%M%SZ)")
"$program" backup "$copy" --by nightly
for ((i = 0; i < ${#copies[@]} + 1 - keep; i++)); do rm -- "${copies[i]}"; done
