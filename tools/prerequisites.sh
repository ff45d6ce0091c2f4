# What building, running and testing need of a machine, and how to get it. Sourced by ./peerage, which defines say and find_jdk.
# shellcheck shell=bash

for_building=(jdk maven)
for_testing=(jdk maven python postgresql nginx apache chromium ip kill cluster go dpkg-deb systemd promtool)
for_packaging=(jdk maven dpkg-deb)

on_path() { type -P "$1" >/dev/null; }

is_there() {
    case $1 in
        jdk) [ -n "$(find_jdk)" ] ;;
        maven) on_path mvn ;;
        python) python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ;;
        postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
        nginx) [ -x /usr/sbin/nginx ] ;;
        apache) [ -x /usr/sbin/apache2 ] && [ -e /usr/lib/apache2/modules/mod_auth_openidc.so ] ;;
        chromium) [ -x /usr/bin/chromium-headless-shell ] || [ -x /usr/bin/chromium ] || [ -x /usr/bin/google-chrome ] ;;
        ip) on_path ip ;;
        kill) on_path kill ;;
        dpkg-deb) on_path dpkg-deb ;;
        systemd) on_path systemd-analyze ;;
        promtool) on_path promtool ;;
        cluster) on_path patroni && on_path etcd && on_path pgbackrest && { on_path haproxy || [ -x /usr/sbin/haproxy ]; } ;;
        go) go_is_new_enough ;;
    esac
}

# From 1.21 on, Go gets the release that a module asks for by itself.
go_is_new_enough() {
    local minor
    on_path go || [ ! -x /usr/local/go/bin/go ] || PATH=$PATH:/usr/local/go/bin
    minor=$(go env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
    [ -n "$minor" ] && [ "$minor" -ge 21 ]
}

title() {
    case $1 in
        jdk) echo "a JDK of $needed or newer" ;;
        maven) echo Maven ;;
        python) echo 'Python of 3.10 or newer with venv' ;;
        postgresql) echo "PostgreSQL's server" ;;
        nginx) echo nginx ;;
        apache) echo 'Apache with mod_auth_openidc' ;;
        chromium) echo chromium-headless-shell ;;
        ip) echo 'ip (iproute2)' ;;
        kill) echo 'kill (procps)' ;;
        dpkg-deb) echo 'dpkg-deb (dpkg)' ;;
        systemd) echo 'systemd-analyze (systemd)' ;;
        promtool) echo "Prometheus' promtool" ;;
        cluster) echo 'Patroni, etcd, HAProxy and pgBackRest' ;;
        go) echo 'Go of 1.21 or newer' ;;
    esac
}

# Names of packages of Debian and Ubuntu: of each line the first that there is.
packages() {
    case $1 in
        jdk) echo "openjdk-$needed-jdk-headless temurin-$needed-jdk" ;;
        maven) echo maven ;;
        python)
            echo python3
            echo python3-venv
            ;;
        postgresql) echo postgresql ;;
        nginx) echo nginx-light nginx ;;
        apache)
            echo apache2-bin
            echo libapache2-mod-auth-openidc
            ;;
        chromium) echo chromium-headless-shell ;;
        ip) echo iproute2 ;;
        kill) echo procps ;;
        dpkg-deb) echo dpkg ;;
        systemd) echo systemd ;;
        promtool) echo prometheus ;;
        cluster)
            echo patroni
            echo etcd-server etcd
            echo haproxy
            echo pgbackrest
            ;;
        go) echo golang-go ;;
    esac
}

# How to get what no repository of this machine has.
by_hand() {
    case $1 in
        jdk)
            say "  Adoptium's repository has one for every Debian and Ubuntu; as root:"
            say "    apt-get install wget ca-certificates"
            say "    wget -O /etc/apt/keyrings/adoptium.asc https://packages.adoptium.net/artifactory/api/gpg/key/public"
            say "    echo 'deb [signed-by=/etc/apt/keyrings/adoptium.asc] https://packages.adoptium.net/artifactory/deb $(codename) main' >/etc/apt/sources.list.d/adoptium.list"
            say "    apt-get update && apt-get install temurin-$needed-jdk"
            say "  or unpack any other JDK, and name its folder by PEERAGE_JAVA_HOME."
            ;;
        chromium)
            say "  Ubuntu has chromium as a snap only, which tests cannot drive. Google's package can be; as root:"
            say "    wget https://dl.google.com/linux/direct/google-chrome-stable_current_amd64.deb"
            say "    apt-get install ./google-chrome-stable_current_amd64.deb"
            ;;
        go)
            say "  Debian 12 has one in its backports; as root:"
            say "    echo 'deb http://deb.debian.org/debian bookworm-backports main' >/etc/apt/sources.list.d/backports.list"
            say "    apt-get update && apt-get install -t bookworm-backports golang-go"
            say "  or get it from https://go.dev/dl/."
            ;;
        *) say "  $(title "$1"): none of $(packages "$1" | tr '\n' ' ')in the repositories of this machine" ;;
    esac
}

codename() { sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null; }

# On other systems than Debian and Ubuntu: the whole command.
elsewhere() {
    local need dnf='' pacman='' brew=''
    for need in "$@"; do
        case $need in
            jdk) dnf+=" java-$needed-openjdk-devel" pacman+=" jdk$needed-openjdk" brew+=" openjdk@$needed" ;;
            maven) dnf+=' maven' pacman+=' maven' brew+=' maven' ;;
            python) dnf+=' python3' pacman+=' python' brew+=' python' ;;
            postgresql) dnf+=' postgresql-server' pacman+=' postgresql' brew+=' postgresql' ;;
            nginx) dnf+=' nginx' pacman+=' nginx' brew+=' nginx' ;;
            apache) dnf+=' httpd mod_auth_openidc' pacman+=' apache mod_auth_openidc' brew+=' httpd' ;;
            chromium) dnf+=' chromium' pacman+=' chromium' brew+=' chromium' ;;
            ip) dnf+=' iproute' pacman+=' iproute2' ;;
            dpkg-deb) dnf+=' dpkg' pacman+=' dpkg' brew+=' dpkg' ;;
            promtool) dnf+=' golang-github-prometheus' pacman+=' prometheus' brew+=' prometheus' ;;
            kill) dnf+=' procps-ng' pacman+=' procps-ng' ;;
            cluster) dnf+=' patroni-etcd etcd haproxy pgbackrest' pacman+=' patroni etcd haproxy pgbackrest' ;;
            go) dnf+=' golang' pacman+=' go' brew+=' go' ;;
        esac
    done
    say "  Fedora: dnf install$dnf"
    say "  Arch:   pacman -S$pacman"
    say "  macOS:  brew install$brew"
    say "  JDK, anywhere: sdk install java $needed-tem   (sdkman.io)"
}

# Makes sure of all that is named after the purpose; does not return without it, but for Go, of which one test is left out.
ensure() {
    local purpose=$1 need lacking=() root=() answer='' missing=''
    shift
    for need in "$@"; do
        is_there "$need" || lacking+=("$need")
    done
    [ ${#lacking[@]} -gt 0 ] || return 0
    say "for $purpose this machine lacks:"
    for need in "${lacking[@]}"; do say "  - $(title "$need")"; done
    local only_go=''
    [ "${lacking[*]}" != go ] || only_go=yes
    if ! on_path apt-get; then
        say 'get them by one of'
        elsewhere "${lacking[@]}"
        exit 69
    fi
    if [ "$(id -u)" -ne 0 ]; then
        root=(sudo)
        [ -t 0 ] || root=(sudo -n)
    fi
    if [ "$may_install" = no ] || { [ ${#root[@]} -gt 0 ] && ! on_path sudo; }; then
        commands "${lacking[@]}"
        [ -n "$only_go" ] && without_go && return 0
        exit 69
    fi
    if [ -t 0 ]; then
        read -r -p 'peerage: install them with apt-get? [Y/n] ' answer
        case $answer in [nN]*)
            [ -n "$only_go" ] && without_go && return 0
            exit 69
            ;;
        esac
    fi
    install_packages "${lacking[@]}"
    for need in "${lacking[@]}"; do
        is_there "$need" && continue
        say "$(title "$need"): not in the repositories of this machine."
        by_hand "$need"
        if [ "$need" = go ]; then without_go; else missing=yes; fi
    done
    [ -z "$missing" ] || exit 69
}

without_go() { say 'without Go the test of the client in Go is skipped.'; }

# The package of each line of names that the repositories have; nothing where there is none.
candidates() {
    local line name
    while read -r line; do
        for name in $line; do
            case $(LC_ALL=C apt-cache policy "$name" 2>/dev/null) in
                *'Candidate: '[0-9]*)
                    echo "$name"
                    break
                    ;;
            esac
        done
    done < <(packages "$1")
}

# What to type. A machine whose lists of packages are empty is taken for a current one.
commands() {
    local need chosen=() absent=()
    for need in "$@"; do
        if [ -n "$(candidates "$need")" ]; then
            mapfile -t -O ${#chosen[@]} chosen < <(candidates "$need")
        elif [ -n "$(candidates maven)" ]; then
            absent+=("$need")
        else
            mapfile -t -O ${#chosen[@]} chosen < <(packages "$need" | cut -d ' ' -f 1)
        fi
    done
    say 'install them and try again; as root:'
    [ ${#chosen[@]} -eq 0 ] || say "  apt-get update && apt-get install --no-install-recommends ${chosen[*]}"
    for need in ${absent[@]+"${absent[@]}"}; do by_hand "$need"; done
}

install_packages() {
    local need chosen=()
    say 'installing...'
    "${root[@]}" apt-get update -qq
    for need in "$@"; do
        mapfile -t -O ${#chosen[@]} chosen < <(candidates "$need")
    done
    [ ${#chosen[@]} -gt 0 ] || return 0
    # Programs are wanted, not their services: none is started by its package.
    local policy=/usr/sbin/policy-rc.d made='' status=0
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee "$policy" >/dev/null
        "${root[@]}" chmod 755 "$policy"
        made=yes
    fi
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${chosen[@]}" >/dev/null || status=$?
    [ -z "$made" ] || "${root[@]}" rm -f "$policy"
    return $status
}
