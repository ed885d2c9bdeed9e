#!/bin/bash
# Nightly: a checked copy of the database while the kiosk runs; the newest fourteen are kept. The copies hold no key.
set -euo pipefail
folder=${1:?the folder for the copies}
keep=${ACCESSKIOSK_BACKUPS:-14}
program=$(dirname "$(readlink -f "$0")")/../AccessKiosk.Kiosk
"$program" backup "$folder/kiosk-$(date -u +%Y%m%dT%H%M%SZ).db" --by nightly
# Names sort by time.
mapfile -t copies < <(find "$folder" -maxdepth 1 -name 'kiosk-*.db' | sort)
for ((i = 0; i < ${#copies[@]} - keep; i++)); do rm -- "${copies[i]}"; done
