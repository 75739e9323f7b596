package io.vestibule.support.vendors;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A vendor's API on a WireMock server at 127.0.0.1 with a state of its own. Tests plan faults and count calls; the
 * sandbox uses the same class without faults. Calls are answered one at a time, so a state change is atomic.
 */
public abstract class SimulatedVendor implements AutoCloseable {

    private final WireMockServer server;
    private final List<VendorCall> calls = new CopyOnWriteArrayList<>();
    private final Queue<Planned> faults = new ArrayDeque<>();

    private record Planned(Pattern path, VendorFault fault) {}

    protected SimulatedVendor(int port) {
        server = new WireMockServer(wireMockConfig()
                .bindAddress("127.0.0.1")
                .port(port)
                .extensions(new Answers())
                .disableRequestJournal());
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse()));
    }

    /** What the vendor answers when it is well. Called under the lock of this vendor. */
    abstract VendorAnswer answer(VendorCall call);

    /** The exact host names of the real vendor for which this server answers. */
    public abstract List<String> hosts();

    public final int port() {
        return server.port();
    }

    public final String baseUrl() {
        return "http://127.0.0.1:" + server.port();
    }

    /** The server that stands for each host of these vendors. */
    public static Map<String, URI> servers(Collection<? extends SimulatedVendor> vendors) {
        return vendors.stream()
                .flatMap(vendor -> vendor.hosts().stream().map(host -> Map.entry(host, URI.create(vendor.baseUrl()))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** The next calls to any path but the token's fail with this status. */
    public final void failNext(int times, int status, Map<String, String> headers) {
        planFault(times, ".*(?<!/token)", new VendorFault.Status(status, headers, faultBody(status)));
    }

    public final void hangNext(Duration time) {
        planFault(1, ".*", new VendorFault.Hang(time));
    }

    /** The next calls whose path matches the pattern fail in this way, in the order planned. */
    public final synchronized void planFault(int times, String pathPattern, VendorFault fault) {
        for (var i = 0; i < times; i++) {
            faults.add(new Planned(Pattern.compile(pathPattern), fault));
        }
    }

    public final synchronized void forgetFaults() {
        faults.clear();
    }

    /** Calls of this method whose path matches the pattern, oldest first; failed ones count too. */
    public final List<VendorCall> calls(String method, String pathPattern) {
        return calls.stream()
                .filter(call -> call.method().equals(method) && call.path().matches(pathPattern))
                .toList();
    }

    public final void forgetCalls() {
        calls.clear();
    }

    /** The body this vendor sends with an error of this status. */
    abstract String faultBody(int status);

    private synchronized ResponseDefinition respond(VendorCall call) {
        calls.add(call);
        var planned = faults.stream()
                .filter(fault -> fault.path().matcher(call.path()).matches())
                .findFirst();
        if (planned.isPresent()) {
            faults.remove(planned.get());
            return planned.get().fault().toResponse(() -> answered(call));
        }
        return answered(call).build();
    }

    private ResponseDefinitionBuilder answered(VendorCall call) {
        var answer = answer(call);
        var response = new ResponseDefinitionBuilder().withStatus(answer.status());
        answer.headers().forEach(response::withHeader);
        return response.withBody(answer.body());
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Answers implements ResponseDefinitionTransformerV2 {

        @Override
        public String getName() {
            return "vendor";
        }

        @Override
        public ResponseDefinition transform(ServeEvent event) {
            return respond(VendorCall.of(event.getRequest()));
        }
    }
}
