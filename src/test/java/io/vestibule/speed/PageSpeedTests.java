package io.vestibule.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.VestibuleApplication;
import io.vestibule.platform.database.Database;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.portal.access.Person;
import io.vestibule.support.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Every main page answers within 100 ms (median) over a {@link FullStore}; the figures go to target/page-speed.txt. */
@Tag("speed")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageSpeedTests {

    private static final int WARM_UP = 10;
    private static final int MEASURED = 40;
    private static final Duration MOST = Duration.ofMillis(100);
    private static final Path FIGURES = Path.of("target/page-speed.txt");

    private final List<String> figures = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private ConfigurableApplicationContext product;

    private Browser staff = new Browser("");
    private Browser client = new Browser("");

    @BeforeAll
    void startOverAFullStore(@TempDir Path folder) {
        product = new SpringApplicationBuilder(VestibuleApplication.class)
                .run(
                        "--spring.config.location=classpath:/;classpath:/config/",
                        "--server.port=0",
                        "--vestibule.data-dir=" + folder);
        String base = "http://127.0.0.1:" + product.getEnvironment().getProperty("local.server.port");
        Cast cast = new Cast(product, new Browser(base));
        Person dana = cast.person(null, Role.INTERNAL_ADMIN);
        new FullStore(product.getBean("portalDatabase", Database.class)).fill(dana.id());
        staff = cast.signIn(dana);
        client = cast.signIn(cast.person(FullStore.client(1), Role.CLIENT_ADMIN));
    }

    @AfterAll
    void keepTheFigures() throws IOException {
        product.close();
        Files.write(FIGURES, figures);
    }

    @ParameterizedTest
    @CsvSource({
        "staff, /portal",
        "staff, /portal/requests",
        "staff, /portal/requests?status=all",
        "staff, /portal/requests?status=waiting-on-client&owner=me",
        "staff, /portal/requests?status=all&q=payroll",
        "staff, /portal/requests?status=all&q=payroll+77777",
        "staff, /portal/requests/REQ-51000",
        "staff, /portal/invoices",
        "staff, /portal/invoices?show=overdue",
        "staff, /portal/invoices?show=paid",
        "client, /portal",
        "client, /portal/requests",
        "client, /portal/requests?status=all&q=payroll",
        "client, /portal/invoices",
        "staff, /console",
        "staff, /console/messages",
        "staff, /console/messages?state=held",
        "staff, /console/messages?source=connection-3",
        "staff, /console/messages?text=no-such-thing",
        "staff, /console/messages?source=no-such-thing",
        "staff, /console/messages?state=open",
        "staff, /console/messages?kind=webhook&from=2000-01-01&to=2001-01-01",
        "staff, /console/messages?client=00000000-0000-0000-0000-000000001001",
        "staff, /console/messages?client=no-such-client",
        "staff, /console/replays",
        "staff, /console/ledger",
        "staff, /console/messages/sent",
        "staff, /console/messages/sent?text=no-such-thing",
        "staff, /console/messages/sent?client=no-such-client&from=2000-01-01",
        "staff, /console/messages/received/100001",
        "staff, /console/problems",
        "staff, /console/links",
        "staff, /console/links?show=decided&text=client",
        "staff, /console/clients",
        "staff, /console/connections",
        "staff, /console/people",
        "staff, /console/sla",
    })
    void aPageIsQuick(String who, String path) {
        Browser browser = who.equals("staff") ? staff : client;
        IntStream.range(0, WARM_UP).forEach(n -> opened(browser, path));
        long[] nanos = IntStream.range(0, MEASURED)
                .mapToLong(n -> opened(browser, path))
                .sorted()
                .toArray();
        String figure = String.format(
                Locale.ROOT,
                "%6.1f ms median %6.1f ms p95  %s %s",
                nanos[MEASURED / 2] / 1e6,
                nanos[MEASURED * 95 / 100] / 1e6,
                who,
                path);
        figures.add(figure);
        assertThat(Duration.ofNanos(nanos[MEASURED / 2])).as(figure).isLessThan(MOST);
    }

    private static long opened(Browser browser, String path) {
        long start = System.nanoTime();
        assertThat(browser.get(path).status()).as(path).isEqualTo(200);
        return System.nanoTime() - start;
    }
}
