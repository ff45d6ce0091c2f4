package org.peerage.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine of its own: a network namespace with two cables to this one, one for clients and one for the database. The
 * second can be cut so that packets vanish without a word, as when a switch dies.
 */
final class Partition implements AutoCloseable {
    /** What clients reach it by. */
    static final String CLIENTS = "10.211.8.2";

    /** Where this machine's database is for it. */
    static final String DATABASE = "10.211.7.1";

    private static final String OTHER_END = "10.211.7.2";
    private static final String NOBODY = "02:00:00:00:00:99";

    private final String name = "peerage" + ProcessHandle.current().pid();

    private Partition() {}

    static boolean isPossible() {
        try (Partition _ = make()) {
            return true;
        } catch (IOException notAllowed) {
            return false;
        }
    }

    static Partition make() throws IOException {
        Partition partition = new Partition();
        try {
            partition.build();
            return partition;
        } catch (IOException e) {
            partition.close();
            throw e;
        }
    }

    private void build() throws IOException {
        ip("netns add " + name);
        inside("ip link set lo up");
        cable("pgd", DATABASE, OTHER_END);
        cable("pgc", "10.211.8.1", CLIENTS);
    }

    private void cable(String device, String here, String there) throws IOException {
        ip("link add " + device + "0 type veth peer name " + device + "1 netns " + name);
        ip("addr add " + here + "/30 dev " + device + "0");
        ip("link set " + device + "0 up");
        inside("ip addr add " + there + "/30 dev " + device + "1");
        inside("ip link set " + device + "1 up");
    }

    List<String> command() {
        return List.of("ip", "netns", "exec", name);
    }

    /** From now on each side sends to a station that does not exist. */
    void cut() throws IOException {
        ip("neigh replace " + OTHER_END + " lladdr " + NOBODY + " dev pgd0 nud permanent");
        inside("ip neigh replace " + DATABASE + " lladdr " + NOBODY + " dev pgd1 nud permanent");
    }

    void heal() throws IOException {
        ip("neigh del " + OTHER_END + " dev pgd0");
        inside("ip neigh del " + DATABASE + " dev pgd1");
    }

    @Override
    public void close() {
        for (String command : List.of("link del pgd0", "link del pgc0", "netns del " + name)) {
            try {
                ip(command);
            } catch (IOException notThere) {
                // It was not made, or went with the namespace.
            }
        }
    }

    private void inside(String command) throws IOException {
        List<String> whole = new ArrayList<>(command());
        whole.addAll(List.of(command.split(" ")));
        run(whole);
    }

    private static void ip(String command) throws IOException {
        List<String> whole = new ArrayList<>(List.of("ip"));
        whole.addAll(List.of(command.split(" ")));
        run(whole);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
