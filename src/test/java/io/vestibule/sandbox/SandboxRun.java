package io.vestibule.sandbox;

import io.vestibule.VestibuleApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The sandbox on free ports with its records in a folder of a test; started again there it finds them. */
public final class SandboxRun implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final int port;

    public SandboxRun(Path folder) {
        port = freePort();
        context = SpringApplication.from(VestibuleApplication::main)
                .with(Sandbox.class)
                .withAdditionalProfiles("sandbox")
                .run(
                        "--spring.config.location=classpath:/;classpath:/config/",
                        "--server.port=" + port,
                        "--vestibule.data-dir=" + folder,
                        "--sandbox.dir=" + folder.resolve("sandbox"),
                        "--sandbox.smtp-port=0",
                        "--sandbox.imap-port=0",
                        "--sandbox.xero-port=0",
                        "--sandbox.hubspot-port=0")
                .getApplicationContext();
    }

    public String address() {
        return "http://localhost:" + port;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
