# How the JVM runs the program. Sourced by ./peerage and by the launcher of packages, which say where things are: java (the command),
# release (the file that tells which JDK it is), app (the program) and say.
# shellcheck shell=bash disable=SC2154

# One gibibyte is enough for the world's data; ask for more with PEERAGE_JAVA_OPTS=-Xmx4g. Most of it is what stays: the registry.
heap=(-Xms512m -Xmx1g)
collector=(-XX:NewRatio=4 -XX:+UseParallelGC)

rehearse() {
    [ ! -e "$learned" ] && [ ! -e "$learned.failed" ] && [ -w "$(dirname "$learned")" ] || return 0
    say "rehearsing, so that starts are fast (once, some seconds)..."
    # Profiles are left out: with them the compiler has a start compete with what it remembers of the rehearsal.
    if ! "$java" "${heap[@]}" "${collector[@]}" "${common[@]}" -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining "-XX:AOTCacheOutput=$learned.new.$$" -jar "$app" rehearse >/dev/null 2>&1 ||
        ! mv "$learned.new.$$" "$learned" 2>/dev/null; then
        say "the rehearsal failed, so starts stay slower; 'peerage rehearse' shows why (tried again when $learned.failed is gone)"
        touch "$learned.failed"
    fi
    rm -f "$learned.new.$$" "$learned.new.$$.config"
}

launch() {
    local folder fast=()
    folder=$(dirname "$app")
    # Netty's search for lost buffers, which samples the stack of one in 128, is for tests.
    common=(-XX:MetaspaceSize=128m -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError "-Dorg.sqlite.lib.path=$folder/native"
        -Dio.netty.leakDetection.level=disabled
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
    # What the JVM learned of the program, for this very JDK; safe to delete, and made again. Without it starts are slower.
    learned=${PEERAGE_LEARNED:-$folder}/peerage-$(cksum <"$release" 2>/dev/null | cut -d ' ' -f 1).aot
    rehearse
    # A heap or a collector that is asked for replaces ours: two of a kind would contradict each other.
    case " ${PEERAGE_JAVA_OPTS:-} " in *' -Xm'[sx]* | *HeapSize=* | *RAMPercentage=* | *RAMFraction=*) heap=() ;; esac
    case " ${PEERAGE_JAVA_OPTS:-} " in *' -XX:+Use'*'GC '*) collector=() ;; esac
    # A JVM that cannot use the file (other options, another collector) goes on without a word.
    [ -f "$learned" ] && fast=("-XX:AOTCache=$learned" "-Xlog:aot*=off" "-Xlog:cds*=off")
    # shellcheck disable=SC2086
    exec "$java" ${heap[@]+"${heap[@]}"} ${collector[@]+"${collector[@]}"} "${common[@]}" ${fast[@]+"${fast[@]}"} \
        ${PEERAGE_JAVA_OPTS:-} -jar "$app" "$@"
}
