package io.vestibule.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.Select;

/** One Chromium window and what every page must pass in it. Screenshots are kept in {@code target/screenshots}. */
final class Chromium implements AutoCloseable {

    static final Dimension DESK = new Dimension(1280, 900);
    static final int PHONE_WIDTH = 360;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final ChromeDriver driver;
    private final String base;

    Chromium(String base) {
        this.base = base;
        var options = new ChromeOptions();
        options.setBinary(installed("chromium"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run");
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(installed("chromedriver"))
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().pageLoadTimeout(PATIENCE);
        driver.manage().window().setSize(DESK);
    }

    private static File installed(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> new File(folder, program))
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        program + " is not installed. On Debian: apt-get install chromium chromium-driver"));
    }

    void open(String path) {
        driver.get(path.startsWith("http") ? path : base + path);
    }

    String path() {
        return driver.getCurrentUrl().replace(base, "");
    }

    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    void type(String name, String text) {
        var field = driver.findElement(By.name(name));
        field.clear();
        field.sendKeys(text);
    }

    /** Takes the option with these words. */
    void choose(String name, String words) {
        new Select(driver.findElement(By.name(name))).selectByVisibleText(words);
    }

    /** Presses the button or follows the link with these words, wherever it is on the page. */
    void press(String words) {
        press("body", words);
    }

    /** Presses the button with these words, in the part of the page that the selector names. */
    void press(String within, String words) {
        var button = driver.findElements(By.cssSelector(within + " button, " + within + " a")).stream()
                .filter(candidate -> candidate.getText().strip().equals(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No button \"" + words + "\" in " + within + ":\n" + text()));
        leaveBy(button);
    }

    /** Presses the button or follows the link that the selector names. */
    void go(String css) {
        leaveBy(find(css));
    }

    /** A click returns before the next page is there: waits until this one is gone and that one is whole. */
    private void leaveBy(WebElement button) {
        driver.executeScript("window.notLeftYet = true");
        driver.executeScript("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", button);
        button.click();
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> Boolean.TRUE.equals(
                        driver.executeScript("return !window.notLeftYet && document.readyState === 'complete'")));
    }

    /** As if the machine stood in this time zone; empty = where it stands. */
    void inZone(String zone) {
        driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", zone));
    }

    /** Whether the page holds up someone who leaves it now. */
    boolean asksBeforeLeaving() {
        return Boolean.TRUE.equals(
                driver.executeScript("return !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"));
    }

    /** Whether the page holds up someone who sends this form now. */
    boolean asksBeforeSending(String form) {
        driver.executeScript(
                "document.querySelector(arguments[0]).dispatchEvent(new Event('submit', { bubbles: true }))", form);
        return asksBeforeLeaving();
    }

    void forgetSession() {
        driver.manage().deleteAllCookies();
    }

    /** Axe finds nothing, and at phone width nothing has to be scrolled sideways; both looks are kept as pictures. */
    void check(String name) {
        assertThat(new AxeBuilder().analyze(driver).getViolations())
                .as("axe on " + name)
                .extracting(Chromium::words)
                .isEmpty();
        keep(name);
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", PHONE_WIDTH, "height", 780, "deviceScaleFactor", 1, "mobile", true));
        var width = driver.executeScript("return document.documentElement.scrollWidth");
        keep(name + "-phone");
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        assertThat(((Number) Objects.requireNonNull(width)).intValue())
                .as("width of " + name + " on a phone")
                .isLessThanOrEqualTo(PHONE_WIDTH);
    }

    private static String words(Rule rule) {
        var where = rule.getNodes().isEmpty() ? "" : rule.getNodes().getFirst().getHtml();
        return rule.getId() + ": " + rule.getHelp() + " " + where;
    }

    void keep(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
