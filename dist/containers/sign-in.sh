#!/bin/sh
# Runs in the browser's container: opens a plain browser window, which no program drives, on the sign-in page, with the
# profile that the driven browser will use. Look at it through noVNC, sign in there, and close the window.
#
#   docker compose exec browser unlinked-sign-in [PROFILE] [ADDRESS]
set -eu

profile=${1:-/home/seluser/profile}
address=${2:-https://www.linkedin.com/login}

# `exec` into a container comes without the screen that the container's own programs have.
DISPLAY=${DISPLAY:-:99.0}
export DISPLAY

# The same store for cookies as in the driven browser, or that one could not read them.
exec chromium --user-data-dir="$profile" --password-store=basic --no-first-run --no-default-browser-check "$address"
