# Makes packages of the program with a runtime of its own. Sourced by ./peerage (make_packages), and by PackageTest (assemble). The same
# input makes the same bytes: times are the commit's, owners root, and names sorted.
# shellcheck shell=bash disable=SC2154 # home, jdk and say are of who sources it

# What jdeps finds in the program and its libraries, jcmd for who looks into a running server, and what is looked up by name: locales of
# texts, and file systems in archives.
runtime_modules=java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.prefs,java.scripting,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.jcmd,jdk.jfr,jdk.localedata,jdk.management,jdk.unsupported,jdk.zipfs

package_usage() {
    say 'usage: ./peerage package [--output FOLDER]    an archive, a Debian package, an SBOM and checksums (target/packages)'
    exit 64
}

# Seconds since 1970 that stand for the state of the sources.
source_time() {
    if [ -n "${SOURCE_DATE_EPOCH:-}" ]; then
        echo "$SOURCE_DATE_EPOCH"
    else
        git -C "$home" log -1 --format=%ct 2>/dev/null || echo 1767225600
    fi
}

make_packages() {
    local output=$home/target/packages time version work
    while [ $# -gt 0 ]; do
        case $1 in
            --output)
                [ $# -gt 1 ] || package_usage
                output=$2
                shift
                ;;
            *) package_usage ;;
        esac
        shift
    done
    time=$(source_time)
    version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$home/pom.xml" | head -1)
    say "building $version as of $(date -u -d "@$time" +%FT%TZ)..."
    # Whatever is left of classes that are gone does not come along.
    rm -rf "$home/target/classes" "$home/target/package"
    maven --quiet -Ppackages -Dmaven.test.skip=true -Dspotless.check.skip=true "-Dproject.build.outputTimestamp=$time" package >&2
    work=$home/target/package
    "$jdk/bin/java" -Djarmode=tools -jar "$home/target/peerage.jar" extract --destination "$work/app" >/dev/null
    say 'linking the runtime...'
    link_runtime "$jdk" "$work/runtime" "$runtime_modules"
    assemble "$version" "$time" "$work" "$output"
    say "packages are in $output:"
    (cd "$output" && ls -l --time-style=+ | sed 1d | awk '{printf "  %10d  %s\n", $5, $6}') >&2
}

# link_runtime JDK FOLDER MODULES
link_runtime() {
    rm -rf "$2"
    "$1/bin/jlink" --add-modules "$3" --strip-java-debug-attributes --no-header-files --no-man-pages --dedup-legal-notices=error-if-not-same-content \
        --output "$2"
}

# assemble VERSION TIME WORK OUTPUT: WORK has app/, runtime/, man/*.1, peerage.bash and peerage.cdx.json.
assemble() (
    set -euo pipefail
    export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=$2
    umask 022
    version=$1 time=$2 work=$3 output=$4
    machine=$(uname -m)
    deploy=$home/deploy
    stage=$(mktemp -d)
    trap 'rm -rf "$stage"' EXIT
    mkdir -p "$output"
    rm -f "$output"/peerage[-_]* "$output/SHA256SUMS"

    archive
    debian_package
    cp "$work/peerage.cdx.json" "$output/peerage-$version.cdx.json"
    (cd "$output" && sha256sum peerage[-_]* >SHA256SUMS)
    touch -d "@$time" "$output"/*
)

# program FOLDER: what both have, with modes that do not depend on who builds.
program() {
    mkdir -p "$1/bin" "$1/app/native"
    cp -r "$work/app/." "$1/app/"
    cp -r "$work/runtime" "$1/runtime"
    cp "$home/tools/launch.sh" "$1/app/"
    cp "$deploy/package/peerage" "$1/bin/"
    native_library "$1/app"
    find "$1" -type d -exec chmod 0755 {} +
    find "$1" -type f -exec chmod 0644 {} +
    chmod 0755 "$1"/bin/* "$1"/runtime/bin/*
    # Starts other processes for the JVM.
    [ ! -e "$1/runtime/lib/jspawnhelper" ] || chmod 0755 "$1/runtime/lib/jspawnhelper"
}

# SQLite's library, which its driver would otherwise unpack at each start.
native_library() {
    local jar library=org/sqlite/native/Linux/$machine/libsqlitejdbc.so
    for jar in "$1"/lib/sqlite-jdbc-*.jar; do
        [ -e "$jar" ] || continue
        (cd "$stage" && "$jdk/bin/jar" xf "$jar" "$library")
        cp "$stage/$library" "$1/native/"
        rm -rf "$stage/org"
    done
}

archive() {
    local name=peerage-$version root
    root=$stage/$name
    mkdir -p "$root/share/man/man1" "$root/share/completions" "$root/share/systemd"
    program "$root"
    cp "$home/LICENSE" "$root/"
    cp "$work/peerage.cdx.json" "$root/"
    cp "$work"/man/*.1 "$root/share/man/man1/"
    cp "$work/peerage.bash" "$root/share/completions/"
    cp "$deploy/package/_peerage" "$root/share/completions/"
    cp "$deploy/package/peerage.service" "$deploy/package/peerage.socket" "$root/share/systemd/"
    observability "$root/share"
    find "$root/share" -type d -exec chmod 0755 {} +
    find "$root/share" "$root/LICENSE" "$root/peerage.cdx.json" -type f -exec chmod 0644 {} +
    # No times in the compressed file either (-n).
    tar --sort=name --format=gnu --owner=0 --group=0 --numeric-owner --mtime="@$time" -C "$stage" -cf - "$name" |
        gzip -n -6 >"$output/$name-linux-$machine.tar.gz"
    rm -rf "$root"
}

# observability SHARE: what Grafana and Prometheus read.
observability() {
    mkdir -p "$1/grafana" "$1/prometheus"
    cp "$deploy"/grafana/*.json "$1/grafana/"
    cp "$deploy"/prometheus/*.yml "$1/prometheus/"
}

debian_package() {
    local root=$stage/deb share architecture
    case $machine in
        x86_64) architecture=amd64 ;;
        aarch64) architecture=arm64 ;;
        *) architecture=$machine ;;
    esac
    share=$root/usr/share
    mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib/systemd/system" "$root/etc/default" "$root/etc/logrotate.d" "$share/man/man1" "$share/doc/peerage" \
        "$share/bash-completion/completions" "$share/zsh/vendor-completions" "$share/peerage"
    program "$root/usr/lib/peerage"
    ln -s ../lib/peerage/bin/peerage "$root/usr/bin/peerage"
    cp "$deploy/package/peerage.service" "$deploy/package/peerage.socket" "$root/usr/lib/systemd/system/"
    cp "$deploy/package/peerage.default" "$root/etc/default/peerage"
    cp "$deploy/package/peerage.logrotate" "$root/etc/logrotate.d/peerage"
    cp "$work"/man/*.1 "$share/man/man1/"
    gzip -n -9 "$share"/man/man1/*.1
    sed '1{/^#!/d}' "$work/peerage.bash" >"$share/bash-completion/completions/peerage"
    cp "$deploy/package/_peerage" "$share/zsh/vendor-completions/"
    mkdir -p "$share/lintian/overrides"
    cp "$deploy/package/lintian-overrides" "$share/lintian/overrides/peerage"
    printf '%s\n' "peerage ($version) unstable; urgency=medium" '' '  * What changed is in the history of the source.' '' \
        " -- Peerage's developers <peerage@example.net>  $(LC_ALL=C date -u -R -d "@$time")" | gzip -n -9 >"$share/doc/peerage/changelog.gz"
    cp "$deploy/package/copyright" "$work/peerage.cdx.json" "$share/doc/peerage/"
    observability "$share/peerage"
    find "$root/usr/share" "$root/etc" "$root/usr/lib/systemd" -type d -exec chmod 0755 {} +
    find "$root/usr/share" "$root/etc" "$root/usr/lib/systemd" -type f -exec chmod 0644 {} +
    # Passwords of databases and mail servers stand in it.
    chmod 0640 "$root/etc/default/peerage"
    (cd "$root" && find usr etc -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    printf '%s\n' /etc/default/peerage /etc/logrotate.d/peerage >"$root/DEBIAN/conffiles"
    local depends='adduser, libc6 (>= 2.17)'
    # A distribution's own JDK stands on the distribution's libraries.
    if grep -qE '^IMPLEMENTOR="(Debian|Ubuntu)"' "${jdk:-}/release" 2>/dev/null && command -v dpkg-query >/dev/null; then
        depends="adduser, $(dpkg-query -W -f='${Depends}' openjdk-25-jre-headless)"
    fi
    cat >"$root/DEBIAN/control" <<END
Package: peerage
Version: $version
Architecture: $architecture
Maintainer: Peerage's developers <peerage@example.net>
Installed-Size: $(du -k -s --apparent-size "$root/usr" "$root/etc" | awk '{sum += $1} END {print sum}')
Depends: $depends
Suggests: postgresql, nginx | haproxy, prometheus, grafana
Section: net
Priority: optional
Description: registry of network interconnection data
 Networks, exchanges, facilities and who is where, with the API that
 PeeringDB's clients speak. Brings the Java runtime that it needs; keeps its
 data in a file of its own or in PostgreSQL.
END
    cp "$deploy/package/postinst" "$deploy/package/prerm" "$deploy/package/postrm" "$root/DEBIAN/"
    chmod 0755 "$root/DEBIAN" "$root/usr" "$root/usr/lib" "$root/usr/bin" "$root/DEBIAN/postinst" "$root/DEBIAN/prerm" "$root/DEBIAN/postrm"
    chmod 0644 "$root/DEBIAN/control" "$root/DEBIAN/md5sums" "$root/DEBIAN/conffiles"
    find "$root" -exec touch -h -d "@$time" {} +
    # One thread: what several make depends on how many there are. Most of it is compressed already.
    XZ_DEFAULTS=--threads=1 dpkg-deb --root-owner-group -Zxz -z1 --build "$root" "$output/peerage_${version}_$architecture.deb" >/dev/null
}
