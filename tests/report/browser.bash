# SPDX-License-Identifier: MIT
# A real browser for tests of pages: Chromium through chromium-driver's WebDriver, spoken with curl and jq.
# Source it behind helper.bash. A file starts one for all its tests (browser_start in setup_file, browser_stop in
# teardown_file), and is skipped where something is missing for it.

# why_no_browser: what is missing for it, or nothing.
why_no_browser() {
    local tool
    for tool in chromedriver curl jq; do
        command -v "$tool" >/dev/null || { echo "there is no $tool"; return; }
    done
    command -v chromium >/dev/null || command -v chromium-browser >/dev/null || echo "there is no chromium"
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
    in_time driver_is_up || return 1
    SESSION=$(curl -s -d '{"capabilities":{"alwaysMatch":{"timeouts":{"script":300000},"goog:loggingPrefs":{"browser":"ALL","performance":"ALL"},
        "goog:chromeOptions":{"args":['"$sandbox"'"--headless","--disable-gpu","--disable-quic","--no-first-run","--disable-dev-shm-usage",
        "--disable-background-networking","--disable-component-update","--disable-sync","--hide-scrollbars","--window-size=1280,900"]}}}}' \
        "http://localhost:$PORT/session" | jq -r .value.sessionId)
    export PORT SESSION DRIVER
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

# window WIDTH HEIGHT [true]: of a telephone where true.
window() {
    devtools Emulation.setDeviceMetricsOverride \
        "{\"width\":$1,\"height\":$2,\"deviceScaleFactor\":1,\"mobile\":${3:-false}}" >/dev/null
}

# shade light|dark: what the reader's system prefers.
shade() {
    devtools Emulation.setEmulatedMedia "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"$1\"}]}" >/dev/null
}

# pages FILE: of the page at hand, printed into it.
pages() {
    devtools Page.printToPDF '{"preferCSSPageSize":true,"printBackground":true}' | jq -r .data | base64 -d >"$1"
    grep -a -c '/Type /Page$' "$1"
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

# requests: the addresses that were asked for since the last time; what the page's policy has stopped was not.
requests() {
    jq -cn '{type: "performance"}' | wire se/log | jq -r '[.[].message | fromjson | .message] |
        [.[] | select(.method == "Network.loadingFailed" and .params.blockedReason == "csp") | .params.requestId] as $stopped |
        .[] | select(.method == "Network.requestWillBeSent" and (.params.requestId | IN($stopped[]) | not)) |
        .params.request.url | select(startswith("data:") | not) | .[0:200]'
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
