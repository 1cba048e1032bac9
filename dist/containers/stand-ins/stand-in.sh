#!/bin/sh
# Starts what the image is for: `standalone` and `node` with a screen that noVNC shows on port 7900, `hub` without one.
set -eu
role=${1:-standalone}
jar=/opt/selenium-server.jar
if [ "$role" = hub ]; then
    exec java -jar "$jar" hub --session-request-timeout "${SE_SESSION_REQUEST_TIMEOUT:-300}"
fi
export DISPLAY=:99.0
Xvfb "$DISPLAY" -screen 0 1360x1020x24 -nolisten tcp &
until [ -e /tmp/.X11-unix/X99 ]; do sleep 0.2; done
fluxbox >/dev/null 2>&1 &
mkdir -p "$HOME/.vnc"
x11vnc -storepasswd "${SE_VNC_PASSWORD:-secret}" "$HOME/.vnc/passwd" >/dev/null 2>&1
x11vnc -display "$DISPLAY" -rfbauth "$HOME/.vnc/passwd" -forever -shared -quiet -bg -o /dev/null
websockify --web /usr/share/novnc 7900 localhost:5900 >/dev/null 2>&1 &
common="--session-timeout ${SE_NODE_SESSION_TIMEOUT:-300} --max-sessions ${SE_NODE_MAX_SESSIONS:-1} --detect-drivers false"
stereotype='{"browserName":"chrome","goog:chromeOptions":{"binary":"/usr/bin/chromium"}}'
set -- --driver-configuration 'display-name=Chromium' "stereotype=$stereotype" 'webdriver-executable=/usr/bin/chromedriver'
if [ "$role" = node ]; then
    # shellcheck disable=SC2086 # two words each
    exec java -jar "$jar" node $common "$@" --publish-events "tcp://$SE_EVENT_BUS_HOST:$SE_EVENT_BUS_PUBLISH_PORT" \
        --subscribe-events "tcp://$SE_EVENT_BUS_HOST:$SE_EVENT_BUS_SUBSCRIBE_PORT"
fi
# shellcheck disable=SC2086 # two words each
exec java -jar "$jar" standalone $common "$@"
