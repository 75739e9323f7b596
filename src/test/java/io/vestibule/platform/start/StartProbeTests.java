package io.vestibule.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.VestibuleApplication;
import io.vestibule.platform.database.ServerAddress;
import io.vestibule.support.CapturesOutput;
import io.vestibule.support.TestPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** What whoever watches over the process is told, and reads in the log, between the first open port and the last route. */
@CapturesOutput
@Execution(ExecutionMode.CONCURRENT)
class StartProbeTests {

    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    @Test
    void duringTheStartItIsAliveNotReadyAndAProbeLogsNothing(CapturedOutput output) {
        ServerAddress database = TestPostgres.newDatabase();
        ApplicationListener<WebServerInitializedEvent> prober =
                event -> probe(event.getWebServer().getPort());
        new SpringApplicationBuilder(VestibuleApplication.class)
                .profiles("test")
                .listeners(prober)
                .run(
                        "--spring.config.location=classpath:/;classpath:/config/",
                        "--spring.quartz.properties.org.quartz.scheduler.instanceName=probed",
                        "--server.port=0",
                        "--vestibule.public-url=http://localhost",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password())
                .close();

        assertThat(answers).isEqualTo(Map.of("liveness", 200, "readiness", 503));
        assertThat(output).doesNotContain("Probe in group").contains("Ready: ");
    }

    private void probe(int port) {
        for (String group : new String[] {"liveness", "readiness"}) {
            URI address = URI.create("http://127.0.0.1:" + port + "/actuator/health/" + group);
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpRequest request = HttpRequest.newBuilder(address).build();
                answers.put(group, client.send(request, BodyHandlers.ofString()).statusCode());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
