package io.vestibule.support;

import static org.awaitility.Awaitility.await;

import io.vestibule.platform.start.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.util.FileSystemUtils;

/**
 * A real IMAP and POP3 server: Dovecot 2.3 as a process of its own, without privileges, on 127.0.0.1, with its settings
 * and its mail in a temporary folder. Mail is laid into its Maildirs, as servers that deliver do. It ends with this JVM,
 * however that ends.
 */
public final class Dovecot implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/dovecot");
    private static final List<Path> PARTS = List.of(Path.of("/usr/lib/dovecot/imap"), Path.of("/usr/lib/dovecot/pop3"));
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);
    private static final int STOP_SECONDS = 20;

    /** The first process waits for the end of its standard input: this JVM holds the other end. */
    private static final String ENDS_WITH_THIS_JVM = """
            exec 3<&0
            "$@" </dev/null 3<&- & server=$!
            (cat <&3 >/dev/null; kill $server 2>/dev/null) &
            exec 3<&-
            wait $server
            """;

    private static final String SETTINGS = """
            base_dir = {folder}/base
            state_dir = {folder}/state
            log_path = /dev/stderr
            protocols = imap pop3
            listen = 127.0.0.1
            ssl = yes
            ssl_cert = <{folder}/server.pem
            ssl_key = <{folder}/server-key.pem
            disable_plaintext_auth = no
            auth_mechanisms = plain login xoauth2
            default_internal_user = {user}
            default_internal_group = {group}
            default_login_user = {user}
            first_valid_uid = 1
            first_valid_gid = 1
            mail_location = maildir:~/Maildir
            passdb {
              driver = passwd-file
              args = username_format=%u {folder}/users/%u
            }
            userdb {
              driver = static
              args = uid={user} gid={group} home={folder}/mail/%u
            }
            service anvil {
              chroot =
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            service stats {
              chroot =
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {imap}
              }
              inet_listener imaps {
                port = {imaps}
                ssl = yes
              }
            }
            service pop3-login {
              chroot =
              inet_listener pop3 {
                port = {pop3}
              }
              inet_listener pop3s {
                port = {pop3s}
                ssl = yes
              }
            }
            """;

    private final int imapPort = FreePort.find();
    private final int pop3Port = FreePort.find();
    private final int imapsPort = FreePort.find();
    private final int pop3sPort = FreePort.find();
    private final AtomicLong delivered = new AtomicLong();
    private final Path folder;
    private final Owner owner;
    private final Thread atTheEnd = new Thread(this::end);
    private Process process;

    /** Who the server runs as; root gives itself up. */
    private record Owner(String user, String group, boolean givenUp) {

        static Owner of(Path folder) throws IOException {
            var files = Files.getFileAttributeView(folder, PosixFileAttributeView.class)
                    .readAttributes();
            var root = files.owner().getName().equals("root");
            return root
                    ? new Owner("nobody", "nogroup", true)
                    : new Owner(files.owner().getName(), files.group().getName(), false);
        }

        List<String> command() {
            return givenUp ? List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups") : List.of();
        }

        Path owning(Path path) throws IOException {
            if (givenUp) {
                var names = path.getFileSystem().getUserPrincipalLookupService();
                var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
                view.setOwner(names.lookupPrincipalByName(user));
                view.setGroup(names.lookupPrincipalByGroupName(group));
            }
            return path;
        }
    }

    private Dovecot(Path folder, Owner owner) throws IOException {
        this.folder = folder;
        this.owner = owner;
        owner.owning(folder);
        for (var name : List.of("base", "state", "users", "mail")) {
            directory(folder.resolve(name));
        }
        for (var name : List.of("server.pem", "server-key.pem")) {
            try (var file = Objects.requireNonNull(Dovecot.class.getResourceAsStream("/tls/" + name))) {
                owner.owning(Files.write(folder.resolve(name), file.readAllBytes()));
            }
        }
        Files.writeString(
                folder.resolve("dovecot.conf"),
                SETTINGS.replace("{folder}", folder.toString())
                        .replace("{user}", owner.user())
                        .replace("{group}", owner.group())
                        .replace("{imap}", String.valueOf(imapPort))
                        .replace("{pop3}", String.valueOf(pop3Port))
                        .replace("{imaps}", String.valueOf(imapsPort))
                        .replace("{pop3s}", String.valueOf(pop3sPort)));
        process = launch();
        Runtime.getRuntime().addShutdownHook(atTheEnd);
    }

    /** Whether this machine has one whose settings these are. */
    public static boolean isInstalled() {
        return PARTS.stream().allMatch(Files::isExecutable) && version().startsWith("2.3.");
    }

    public static String version() {
        try {
            var asked = new ProcessBuilder(PROGRAM.toString(), "--version").start();
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", 2)[0];
        } catch (IOException missing) {
            return "";
        }
    }

    /** Returns when it greets. */
    public static Dovecot start() {
        try {
            var folder = Files.createTempDirectory("dovecot");
            return new Dovecot(folder, Owner.of(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("Dovecot can't be started", e);
        }
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", ENDS_WITH_THIS_JVM, "sh"));
        command.addAll(owner.command());
        command.addAll(List.of(
                PROGRAM.toString(), "-F", "-c", folder.resolve("dovecot.conf").toString()));
        var log = folder.resolve("dovecot.log");
        var launched = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        await().atMost(START_PATIENCE).until(() -> !launched.isAlive() || greets());
        if (!launched.isAlive()) {
            throw new IOException("Dovecot ended before it greeted: " + Files.readString(log));
        }
        return launched;
    }

    private boolean greets() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), imapPort);
                var in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            var greeting = in.readLine();
            return greeting != null && greeting.startsWith("* OK");
        } catch (IOException notYet) {
            return false;
        }
    }

    public int imapPort() {
        return imapPort;
    }

    public int pop3Port() {
        return pop3Port;
    }

    /** With TLS from the first byte; the ports without speak STARTTLS. */
    public int imapsPort() {
        return imapsPort;
    }

    public int pop3sPort() {
        return pop3sPort;
    }

    /** A mailbox with this password; one that is there gets the password, which a running server may learn a bit later. */
    public void setMailbox(String address, String password) {
        try {
            directory(home(address));
            directory(maildir(address));
            for (var name : List.of("tmp", "new", "cur")) {
                directory(maildir(address).resolve(name));
            }
            var user = folder.resolve("users").resolve(lower(address));
            owner.owning(Files.writeString(user, lower(address) + ":{PLAIN}" + password + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("No mailbox for " + address, e);
        }
    }

    public boolean has(String address) {
        return Files.isDirectory(home(address));
    }

    /** Lays a mail into the mailbox of exactly this address, byte for byte; also while the server is away. */
    public void deliver(String address, byte[] mail) {
        var name = "%d.M%09dP%d.vestibule"
                .formatted(
                        Clock.systemUTC().instant().getEpochSecond(),
                        delivered.incrementAndGet(),
                        ProcessHandle.current().pid());
        var maildir = maildir(address);
        try {
            var written = owner.owning(Files.write(maildir.resolve("tmp").resolve(name), mail));
            Files.move(written, maildir.resolve("new").resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't lay a mail into the mailbox of " + address, e);
        }
    }

    /** From now on all mails of this mailbox have new UIDs under a new UIDVALIDITY, as after a restored backup. */
    public void renumber(String address) {
        goAway();
        try (var files = Files.newDirectoryStream(maildir(address), "dovecot{-uidlist,.index*,.list.index*}")) {
            for (var file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        comeBack();
    }

    /** What it noted of each sign-in to this mailbox, also over which kind of connection. */
    public List<String> signIns(String address) {
        try (var lines = Files.lines(folder.resolve("dovecot.log"))) {
            return lines.filter(line -> line.contains("Login: user=<" + lower(address) + ">"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it; its mail and its ports stay its own. */
    public void goAway() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void comeBack() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void directory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            owner.owning(Files.createDirectory(path));
        }
    }

    private Path home(String address) {
        return folder.resolve("mail").resolve(lower(address));
    }

    private Path maildir(String address) {
        return home(address).resolve("Maildir");
    }

    private static String lower(String address) {
        return address.toLowerCase(Locale.ROOT);
    }

    private void end() {
        goAway();
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
        end();
    }
}
