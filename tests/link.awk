# SPDX-License-Identifier: MIT
# Who needs whom by link, from `nm -A -P` of all objects: rings of files inside a room, and needs that
# go upwards. awk -v root=DIR -v rooms="LOWEST ... HIGHEST" -v apart="ROOM=LOWER ..." -f link.awk
# Prints a line a finding. apart: ROOM needs nothing of LOWER, though it lies above.
function room_of(path) {
    sub("^" root "/", "", path)
    sub("/.*", "", path)
    return path
}

function source(path) {
    sub("^" root, "core", path)
    sub(/\.o$/, ".c", path)
    return path
}

# From file i all that it reaches inside its room.
function reach(i, from, j) {
    for (j = 1; j <= files; j++)
        if ((i, j) in calls && room[i] == room[j] && !((from, j) in reached)) {
            reached[from, j] = 1
            reach(j, from)
        }
}

function ring_of(i, j, text) {
    for (j = i; j <= files; j++)
        if ((i, j) in reached && (j, i) in reached) {
            told[j] = 1
            text = text " " source(path[j])
        }
    return text
}

BEGIN {
    for (n = split(rooms, names, " "); n > 0; n--)
        height[names[n]] = n
    for (n = split(apart, names, " "); n > 0; n--)
        kept_apart[names[n]] = 1
}

{
    sub(/:$/, "", $1)
    if (!($1 in number)) {
        number[$1] = ++files
        path[files] = $1
        room[files] = room_of($1)
    }
    if ($3 == "U")
        wants[number[$1], $2] = $2
    else if ($3 ~ /^[A-Z]$/)
        home[$2] = number[$1]
}

END {
    for (want in wants) {
        if (!(wants[want] in home))
            continue
        split(want, part, SUBSEP)
        user = part[1]
        owner = home[wants[want]]
        calls[user, owner] = 1
        if (height[room[owner]] > height[room[user]])
            print source(path[user]) " needs " wants[want] " by link: that lies above, in " source(path[owner])
        if ((room[user] "=" room[owner]) in kept_apart)
            print source(path[user]) " needs " wants[want] " by link: " room[user] " needs nothing of " room[owner]
    }
    for (i = 1; i <= files; i++)
        reach(i, i)
    for (i = 1; i <= files; i++)
        if (!(i in told) && (i, i) in reached)
            print "ring in " room[i] ": files that need each other:" ring_of(i)
}
