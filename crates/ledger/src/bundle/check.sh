#!/bin/sh
# Checks a bundle of the ledger with openssl (3.0 or later) and coreutils alone. CHECK.md says what it finds and what not.
#
#   sh check.sh [--key KEY.pem] [--kept CHECKPOINT] [--compare CHECKPOINT] [--release FOLDER]
#
#   --key      the public key of the ledger that you keep yourself, in place of the one in the bundle
#   --kept     a checkpoint that you kept: the ledger must still begin with it
#   --compare  a checkpoint that another partner was given: it must be of the same ledger
#   --release  the folder of a release that you were given: what it says it was made of must stand in the ledger
#
# Ends with 0 when nothing was found, 1 when something is not as it should be, 2 when it could not be checked.

set -u
LC_ALL=C
export LC_ALL
bundle=$(dirname "$0")
key=$bundle/key.pem
kept=
compare=
release=
found=0
untold=0

say() { printf '%s\n' "$1"; }
fault() {
    printf 'FOUND: %s\n' "$1"
    found=$((found + 1))
}
unknown() {
    printf 'NOT CHECKED: %s\n' "$1"
    untold=$((untold + 1))
}
stop() {
    printf 'NOT CHECKED: %s\n' "$1" >&2
    exit 2
}

while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || stop "$1 needs a value"
    case $1 in
        --key) key=$2 ;;
        --kept) kept=$2 ;;
        --compare) compare=$2 ;;
        --release) release=$2 ;;
        *) stop "there is no option $1" ;;
    esac
    shift 2
done
for tool in openssl base64 cat cut head mkdir mktemp od paste rm sha256sum split tail tr wc; do
    command -v "$tool" > /dev/null 2>&1 || stop "this machine has no $tool"
done
for file in "$key" "$bundle/checkpoint" "$bundle/leaves" "$bundle/index" "$bundle/datasets" "$bundle/key.vkey" \
    ${kept:+"$kept"} ${compare:+"$compare"} ${release:+"$release/manifest.json"}; do
    [ -f "$file" ] || stop "there is no file $file"
done
tmp=$(mktemp -d) || stop "no folder for temporary files"
trap 'rm -rf "$tmp"' EXIT

number() { # TEXT: whether it is a whole number as the ledger writes it
    case $1 in
        0) true ;;
        '' | 0* | *[!0-9]*) false ;;
        *) [ ${#1} -lt 12 ] ;;
    esac
}
hash_of() { sha256sum < "$1" | cut -c 1-64; }
base64_of() { base64 -w 0 < "$1"; }
hexadecimal() { od -An -v -tx1 | tr -d ' \n'; }

# --- The key --------------------------------------------------------------------------------------------------------

openssl pkey -pubin -in "$key" -outform DER > "$tmp/key.der" 2> /dev/null || stop "$key is no public key"
[ "$(head -c 12 "$tmp/key.der" | hexadecimal)" = 302a300506032b6570032100 ] || stop "$key is no Ed25519 key"
tail -c 32 "$tmp/key.der" > "$tmp/key"
if [ "$key" = "$bundle/key.pem" ]; then
    # One key has one form; another form of the same key is a changed byte all the same.
    {
        say '-----BEGIN PUBLIC KEY-----'
        base64 -w 0 < "$tmp/key.der"
        printf '\n'
        say '-----END PUBLIC KEY-----'
    } > "$tmp/key.pem"
    [ "$(hash_of "$tmp/key.pem")" = "$(hash_of "$key")" ] || fault "key.pem is not as it was written"
fi

# --- Signed notes ---------------------------------------------------------------------------------------------------

note() { # FILE WORDS: reads a checkpoint into origin, size and root; checks its form and its signature
    said=$2
    origin= size= root= empty=x
    : > "$tmp/rest"
    {
        IFS= read -r origin
        IFS= read -r size
        IFS= read -r root
        IFS= read -r empty
        cat > "$tmp/rest"
    } < "$1"
    printf '%s\n%s\n%s\n' "$origin" "$size" "$root" > "$tmp/text"
    { cat "$tmp/text"; printf '\n'; cat "$tmp/rest"; } > "$tmp/again"
    if [ -n "$empty" ] || ! number "$size" || [ "$(hash_of "$tmp/again")" != "$(hash_of "$1")" ] ||
        [ "$(tail -c 1 "$1" | hexadecimal)" != 0a ]; then
        fault "$said is not of the form of a checkpoint"
        size=
        return 1
    fi
    printf '%s' "$root" | base64 -d > "$tmp/root" 2> /dev/null
    if [ "$(wc -c < "$tmp/root")" -ne 32 ] || [ "$(base64_of "$tmp/root")" != "$root" ]; then
        fault "the root in $said is no hash"
        size=
        return 1
    fi
    root=$(hexadecimal < "$tmp/root")
    id=$({ printf '%s\n\001' "$origin"; cat "$tmp/key"; } | sha256sum | cut -c 1-8)
    signed=no
    lines=0
    while IFS= read -r line; do
        lines=$((lines + 1))
        case $line in
            "— $origin "*) signature=${line#"— $origin "} ;;
            "— "*) continue ;;
            *) signed=false ;;
        esac
        [ "$signed" = false ] && break
        printf '%s' "$signature" | base64 -d > "$tmp/signature" 2> /dev/null
        [ "$(head -c 4 "$tmp/signature" | hexadecimal)" = "$id" ] || continue
        tail -c +5 "$tmp/signature" > "$tmp/signature.64"
        if [ "$(base64_of "$tmp/signature")" = "$signature" ] && openssl pkeyutl -verify -rawin -pubin \
            -inkey "$key" -in "$tmp/text" -sigfile "$tmp/signature.64" > /dev/null 2>&1; then
            signed=yes
        else
            signed=false
            break
        fi
    done < "$tmp/rest"
    if [ "$signed" != yes ]; then
        fault "$said is not signed by the key of this ledger"
        return 1
    fi
    if [ "$1" = "$bundle/checkpoint" ] && { [ "$lines" -ne 1 ] || [ "$(wc -l < "$tmp/rest")" -ne 1 ]; }; then
        fault "$said has another signature line than that of the ledger"
        return 1
    fi
    say "ok: $said is signed by the ledger $origin: $size entries"
}

# --- The tree (RFC 6962): a level is one hash a line; neighbours are joined, one without a neighbour goes up as it is ----

bytes() { # from lines of hexadecimal digits to bytes, with a byte 01 before each line
    if command -v basenc > /dev/null 2>&1; then
        while IFS= read -r digits; do printf '01%s' "$digits"; done | tr a-f A-F | basenc --base16 -d
        return
    fi
    while IFS= read -r digits; do
        octal='\001'
        while [ -n "$digits" ]; do
            rest=${digits#??}
            value=$((0x${digits%"$rest"}))
            octal=$octal\\$((value / 64))$((value / 8 % 8))$((value % 8))
            digits=$rest
        done
        # The escapes are the format itself: an argument cannot carry a zero byte everywhere.
        # shellcheck disable=SC2059
        printf "$octal"
    done
}
root_of() { # COUNT: the root over the first COUNT leaves
    count=$1
    if [ "$count" -eq 0 ]; then
        printf '' | sha256sum | cut -c 1-64
        return
    fi
    head -n "$count" "$bundle/leaves" > "$tmp/level"
    while [ "$count" -gt 1 ]; do
        pairs=$((count / 2))
        rm -rf "$tmp/nodes"
        mkdir "$tmp/nodes"
        head -n $((pairs * 2)) "$tmp/level" | paste -d '\0' - - | bytes | split -b 65 -a 6 - "$tmp/nodes/n"
        (cd "$tmp/nodes" && sha256sum n*) | cut -c 1-64 > "$tmp/above"
        [ $((count % 2)) -eq 0 ] || tail -n 1 "$tmp/level" >> "$tmp/above"
        cat "$tmp/above" > "$tmp/level"
        count=$((count - pairs))
    done
    cat "$tmp/level"
}

# --- The checkpoint of the bundle and the list of leaf hashes ---------------------------------------------------------

[ ! -f "$bundle/SAMPLE" ] || cat "$bundle/SAMPLE"
note "$bundle/checkpoint" "the checkpoint of the bundle"
own_origin=$origin
own_size=$size
own_root=$root
vkey=$origin+$({ printf '%s\n\001' "$origin"; cat "$tmp/key"; } | sha256sum | cut -c 1-8)
vkey=$vkey+$({ printf '\001'; cat "$tmp/key"; } | base64 -w 0)
if [ "$key" = "$bundle/key.pem" ] && [ "$(say "$vkey" | sha256sum)" != "$(sha256sum < "$bundle/key.vkey")" ]; then
    fault "key.vkey is not the key of the bundle under the name of the ledger"
fi
strange=0
while IFS= read -r leaf; do
    case $leaf in *[!0-9a-f]*) strange=1 ;; esac
    [ ${#leaf} -eq 64 ] || strange=1
done < "$bundle/leaves"
leaves=$(wc -l < "$bundle/leaves")
if [ "$strange" -eq 1 ] || [ "$(wc -c < "$bundle/leaves")" -ne $((leaves * 65)) ]; then
    fault "the list of leaf hashes is not of its form"
elif [ -z "$own_size" ] || [ "$leaves" -ne "$own_size" ]; then
    fault "the list has $leaves leaf hashes and the checkpoint says ${own_size:-no number}"
elif [ "$(root_of "$own_size")" != "$own_root" ]; then
    fault "the leaf hashes do not give the root that was signed"
else
    say "ok: $leaves leaf hashes give the root that was signed"
fi

# --- The entries in clear, and what releases were made of ---------------------------------------------------------------

while IFS= read -r dataset; do
    case $dataset in '' | *[!a-z0-9_-]*) fault "the list of datasets is not of its form" ;; *) : > "$tmp/mine.$dataset" ;; esac
done < "$bundle/datasets"
say "your datasets, as the host knows them: $(paste -s -d ' ' - < "$bundle/datasets")"

value() { # TEXT KEY: the text that stands behind a key
    rest=${1#*"\"$2\":\""}
    case $rest in "$1") ;; *) printf '%s' "${rest%%\"*}" ;; esac
}
safe() { # TEXT: whether it can be part of a file's name
    case $1 in '' | *[!a-z0-9._-]*) false ;; esac
}
inputs() { # from JSON: one line for each extract named in it: dataset, period, commitment
    tr -d '\n' | tr '{' '\n' | while IFS= read -r part || [ -n "$part" ]; do
        case $part in *'"commitment":"'*) ;; *) continue ;; esac
        case $part in *'"dataset":"'*) ;; *) continue ;; esac
        case $part in *'"period":"'*) ;; *) continue ;; esac
        printf '%s|%s|%s\n' "$(value "$part" dataset)" "$(value "$part" period)" "$(value "$part" commitment)"
    done
}
read_entry() { # FILE: remembers what a data.read entry says was read
    dataset=
    tr '{' '\n' < "$1" > "$tmp/parts"
    while IFS= read -r part || [ -n "$part" ]; do
        case $part in
            *'"dataset":"'*)
                dataset=$(value "$part" dataset)
                [ -f "$tmp/mine.$dataset" ] || fault "entry $number is about $dataset, which is not in the list of your datasets"
                ;;
            '"commitment":"'*)
                commitment=$(value "$part" commitment)
                if safe "$dataset" && safe "$commitment"; then : > "$tmp/read.$dataset.$commitment"; fi
                ;;
        esac
    done < "$tmp/parts"
}
release_entry() { # FILE: every extract of this party that a release names must have been read before
    version=$(value "$(cat "$1")" version)
    safe "$version" || { fault "a release has no version"; return; }
    cat "$1" > "$tmp/release.$version"
    inputs < "$1" > "$tmp/inputs"
    while IFS='|' read -r dataset period commitment; do
        safe "$dataset" && safe "$commitment" || { fault "release $version names something that is no extract"; continue; }
        : > "$tmp/input.$version.$dataset.$commitment"
        [ -f "$tmp/mine.$dataset" ] || continue
        used=$((used + 1))
        [ -f "$tmp/read.$dataset.$commitment" ] && continue
        unread=$((unread + 1))
        fault "release $version names $dataset of $period, and no entry before it says that it was read"
    done < "$tmp/inputs"
}

last=-1
entries=0
releases=0
used=0
unread=0
while IFS= read -r line; do
    number=${line%% *}
    type=${line#* }
    if ! number "$number" || [ "$number" -le "$last" ]; then
        fault "the index is not of its form"
        break
    fi
    last=$number
    entries=$((entries + 1))
    file=$bundle/entries/$(printf '%08d' "$number")
    if [ ! -f "$file" ]; then
        fault "entry $number is in the index and not in the bundle"
        continue
    fi
    if [ "$(printf '\0' | cat - "$file" | sha256sum | cut -c 1-64)" != \
        "$(tail -n +$((number + 1)) "$bundle/leaves" | head -n 1)" ]; then
        fault "entry $number is not the one whose leaf hash is in the list"
        continue
    fi
    case $(cat "$file") in
        *"\"sequence\":$number,\"type\":\"$type\"}") ;;
        *) fault "entry $number is not what the index says" ;;
    esac
    case $type in
        data.read) read_entry "$file" ;;
        release.published)
            releases=$((releases + 1))
            release_entry "$file"
            ;;
    esac
done < "$bundle/index"
set -- "$bundle"/entries/*
if [ "$entries" -eq 0 ]; then
    unknown "no entry concerns you"
elif [ "$(wc -l < "$bundle/index")" -ne $entries ] || [ $# -ne $entries ]; then
    fault "the index names $entries entries and the bundle holds $#"
else
    say "ok: $entries entries stand in the list at their places"
fi
if [ "$unread" -eq 0 ]; then
    say "ok: $releases releases name extracts of yours $used times, and entries before them say that each was read"
fi

# --- What you bring yourself ---------------------------------------------------------------------------------------------

begins_with() { # FILE WORDS: whether the ledger of the bundle begins with what a checkpoint says
    note "$1" "$2" || return 0
    if [ "$origin" != "$own_origin" ]; then
        fault "$2 is of the ledger $origin, the bundle of $own_origin"
    elif [ -z "$own_size" ]; then
        unknown "$2, since the bundle has no checkpoint that holds"
    elif [ "$size" -gt "$leaves" ]; then
        if [ "$1" = "$kept" ]; then
            fault "$2 is of $size entries, and the ledger now says that it has $own_size: entries were taken out"
        else
            unknown "$2 is of $size entries, later than the bundle: ask for a new bundle, or let its owner check yours"
        fi
    elif [ "$(root_of "$size")" != "$root" ]; then
        fault "the ledger of this bundle does not begin with $2: keep both, two signed statements that cannot both be true"
    else
        say "ok: the ledger still begins with the $size entries of $2"
    fi
}
[ -z "$kept" ] || begins_with "$kept" "the checkpoint that you kept"
[ -z "$compare" ] || begins_with "$compare" "the other partner's checkpoint"

if [ -n "$release" ]; then
    manifest=$(tr -d ' \n' < "$release/manifest.json")
    version=$(value "$manifest" version)
    audience=$(value "$manifest" audience)
    if ! safe "$version" || [ ! -f "$tmp/release.$version" ]; then
        fault "the release ${version:-without a version} is not in the ledger, or was not made of your data"
    else
        content="\"audience\":\"$audience\",\"content_sha256\":\"$(value "$manifest" content_sha256)\""
        case $(cat "$tmp/release.$version") in
            *"$content"*) say "ok: release $version has the content hash that the ledger names for $audience" ;;
            *) fault "release $version has not the content hash that the ledger names for $audience" ;;
        esac
        named=0
        printf '%s' "$manifest" | inputs > "$tmp/inputs"
        while IFS='|' read -r dataset period commitment; do
            named=$((named + 1))
            if ! safe "$dataset" || ! safe "$commitment" || [ ! -f "$tmp/input.$version.$dataset.$commitment" ]; then
                fault "release $version names $dataset of $period, and its entry in the ledger does not"
            elif [ -f "$tmp/mine.$dataset" ] && [ ! -f "$tmp/read.$dataset.$commitment" ]; then
                fault "release $version names $dataset of $period, and no entry says that it was read"
            fi
        done < "$tmp/inputs"
        say "release $version names $named extracts"
    fi
    if ! (cd "$release" && sha256sum --check --quiet SHA256SUMS) > /dev/null 2>&1; then
        fault "a file of release $version is not the one in its SHA256SUMS"
    fi
fi

# --- The result --------------------------------------------------------------------------------------------------------------

say "the key of this check, to compare with the one that you were given when the agreement was signed:"
base64_of "$tmp/key"
printf '\n'
if [ "$found" -gt 0 ]; then
    say "RESULT: $found not as it should be"
    exit 1
fi
if [ "$untold" -gt 0 ]; then
    say "RESULT: nothing was found, and $untold could not be checked"
    exit 2
fi
say "RESULT: nothing was found"
