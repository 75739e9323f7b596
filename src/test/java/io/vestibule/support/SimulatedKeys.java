package io.vestibule.support;

import io.vestibule.hub.mail.proof.DkimKeys;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The keys that domains publish, without a name server: none until a test publishes one. */
public final class SimulatedKeys implements DkimKeys {

    private final Map<String, String> published = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();

    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    public void publish(String name, String record) {
        published.put(name, record);
    }

    /** Whoever asks for it gets no answer in time. */
    public void silence(String name) {
        silent.add(name);
    }

    /** Whether anybody asked for it. */
    public boolean wasAsked(String name) {
        return asked.contains(name);
    }

    @Override
    public List<String> records(String name) throws IOException {
        asked.add(name);
        if (silent.contains(name)) {
            throw new IOException("No name server answered for " + name);
        }
        String record = published.get(name);
        return record == null ? List.of() : List.of(record);
    }
}
