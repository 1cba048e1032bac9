#!/bin/sh
# Whether the server says that it is ready: `check-grid.sh --host HOST --port PORT`.
set -eu
host=localhost port=4444
while [ "$#" -gt 1 ]; do
    case $1 in
        --host) host=$2 ;;
        --port) port=$2 ;;
    esac
    shift 2
done
curl -sf "http://$host:$port/status" | tr -d ' \n' | grep -q '"ready":true'
