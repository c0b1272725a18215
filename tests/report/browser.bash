# SPDX-License-Identifier: MIT
# A real browser for tests of pages: Chromium through chromium-driver's WebDriver, spoken with curl and jq.
# Source it behind helper.bash; a test that begins with needs_browser is skipped by name where it is not there.

# needs_browser: skips the test where a tool is missing; else the browser is there (browser_start).
needs_browser() {
    local tool
    for tool in chromedriver curl jq; do
        command -v "$tool" >/dev/null || skip "there is no $tool"
    done
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || skip "there is no chromium"
    browser_start
}

driver_is_up() {
    PORT=$(sed -n 's/.*started successfully on port \([0-9]*\).*/\1/p' driver.log)
    [ -n "$PORT" ]
}

# browser_start: a driver on a port of its own, and a session. Root may not use Chromium's sandbox.
browser_start() {
    local sandbox=
    [ "$(id -u)" != 0 ] || sandbox='"--no-sandbox",'
    HOME=$PWD chromedriver --port=0 >driver.log 2>&1 3>&- &
    DRIVER=$!
    in_time driver_is_up
    SESSION=$(curl -s -d '{"capabilities":{"alwaysMatch":{"goog:loggingPrefs":{"browser":"ALL","performance":"ALL"},
        "goog:chromeOptions":{"args":['"$sandbox"'"--headless","--disable-gpu","--disable-quic","--no-first-run","--disable-dev-shm-usage",
        "--disable-background-networking","--disable-component-update","--disable-sync","--hide-scrollbars","--window-size=1280,900"]}}}}' \
        "http://localhost:$PORT/session" | jq -r .value.sessionId)
    [ "$SESSION" != null ]
}

browser_stop() {
    [ -n "${SESSION:-}" ] || return 0
    curl -s -X DELETE "http://localhost:$PORT/session/$SESSION" >/dev/null || true
    kill "$DRIVER" 2>/dev/null || true
    wait "$DRIVER" 2>/dev/null || true
    SESSION=
}

# wire PATH: what the driver answers to the JSON on stdin; fails where it tells an error.
wire() {
    curl -s -d @- "http://localhost:$PORT/session/$SESSION/$1" | jq -c 'if (.value | type) == "object" and .value.error then
        (.value.message | halt_error) else .value end'
}

# devtools COMMAND PARAMETERS: of the Chrome DevTools protocol.
devtools() {
    jq -cn --arg cmd "$1" --argjson params "$2" '{cmd: $cmd, params: $params}' | wire goog/cdp/execute
}

# visit FILE
visit() {
    jq -cn --arg url "file://$(realpath "$1")" '{url: $url}' | wire url >/dev/null
}

# script TEXT: what its return gives, as JSON (a string as it is); it may await.
script() {
    printf '%s' "$1" >script.js
    script_file script.js
}
script_file() {
    jq -cn --rawfile s "$1" '{script: ("const done = arguments[arguments.length - 1]; (async () => {" + $s +
        "\n})().then(v => done([v === undefined ? null : v]), e => done([\"\", String(e && e.stack || e)]))"), args: []}' |
        wire execute/async | jq -c 'if .[1] then (.[1] | halt_error) else .[0] end' | jq -r 'if type == "string" then . else tojson end'
}

# console: what the page has written there, a line each, and no longer has.
console() {
    jq -cn '{type: "browser"}' | wire se/log | jq -r '.[].message'
}

# requests: the addresses asked for since the last time, but for the page's own.
requests() {
    jq -cn '{type: "performance"}' | wire se/log | jq -r '.[].message | fromjson | .message |
        select(.method == "Network.requestWillBeSent") | .params.request.url | select(startswith("data:") | not) | .[0:200]'
}

# screenshot FILE
screenshot() {
    curl -s "http://localhost:$PORT/session/$SESSION/screenshot" | jq -r .value | base64 -d >"$1"
}

# press KEY...: each by its name as WebDriver codes it, or a letter.
press() {
    local key list=
    for key in "$@"; do
        case $key in
        Tab) key='\ue004' ;;
        Enter) key='\ue007' ;;
        Space) key=' ' ;;
        Escape) key='\ue00c' ;;
        ArrowRight) key='\ue014' ;;
        ArrowDown) key='\ue015' ;;
        esac
        list="$list,{\"type\":\"keyDown\",\"value\":\"$key\"},{\"type\":\"keyUp\",\"value\":\"$key\"}"
    done
    printf '{"actions":[{"type":"key","id":"keys","actions":[%s]}]}' "${list#,}" | wire actions >/dev/null
}
