package io.playhead;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A real Chromium, started once in a run, knowing nothing of the test before. Where there is none, the tests that need
 * it are skipped one by one, unless {@code PLAYHEAD_TEST_BROWSER=required}: then they fail.
 */
public final class Browser implements ExecutionCondition, BeforeEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String[] FLAGS = {
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--mute-audio",
        "--autoplay-policy=no-user-gesture-required",
        "--lang=en-GB",
        "--window-size=1280,900"
    };

    private static @Nullable ChromeDriver chromium;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean test = context.getTestMethod().isPresent();
        boolean required = "required".equals(System.getenv("PLAYHEAD_TEST_BROWSER"));
        boolean there = program("chromedriver").isPresent() && browser().isPresent();
        return test && !required && !there
                ? ConditionEvaluationResult.disabled("neither Chromium nor its driver is on the path")
                : ConditionEvaluationResult.enabled("");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        // a tab that was opened in the background would put off loading media
        run("if (location.origin !== 'null') { sessionStorage.clear(); }");
        driver().get("about:blank");
        driver().manage().logs().get("browser");
        driver().manage().logs().get("performance");
    }

    private static synchronized ChromeDriver driver() {
        if (chromium == null) {
            ChromeDriver started = start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::quit));
            chromium = started;
        }
        return chromium;
    }

    private static ChromeDriver start() {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable("browser", Level.ALL);
        logs.enable("performance", Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser().orElseThrow(() -> new IllegalStateException("no Chromium on the path")));
        options.addArguments(FLAGS);
        options.addArguments("--user-data-dir=" + newFolder());
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(
                        program("chromedriver").orElseThrow(() -> new IllegalStateException("no driver on the path")))
                .usingAnyFreePort()
                .withEnvironment(Map.of("TZ", "UTC"))
                .build();
        return new ChromeDriver(service, options);
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("playhead-browser");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Optional<File> browser() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> program(name).stream())
                .findFirst();
    }

    private static Optional<File> program(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst();
    }

    public void open(String url) {
        driver().get(url);
    }

    public void reload() {
        driver().navigate().refresh();
    }

    public WebElement find(String css) {
        return driver().findElement(By.cssSelector(css));
    }

    public List<WebElement> all(String css) {
        return driver().findElements(By.cssSelector(css));
    }

    /** The text that can be seen. */
    public String text(String css) {
        return find(css).getText();
    }

    public void click(String css) {
        find(css).click();
    }

    /** What this expression gives, its arguments being {@code arguments[0]} and so on. */
    public @Nullable Object value(String expression, Object... arguments) {
        return driver().executeScript("return " + expression, arguments);
    }

    public double number(String expression) {
        return value(expression) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    public void run(String script, Object... arguments) {
        driver().executeScript(script, arguments);
    }

    /** Waits until this expression is true. */
    public void until(String expression, Object... arguments) {
        try {
            Eventually.holds(
                    expression, PATIENCE, () -> Boolean.TRUE.equals(value("Boolean(" + expression + ")", arguments)));
        } catch (AssertionError late) {
            throw new AssertionError(value("document.visibilityState") + ", reading:\n" + text("body"), late);
        }
    }

    /** A command of Chromium's own protocol. */
    public void command(String name, Map<String, Object> parameters) {
        driver().executeCdpCommand(name, parameters);
    }

    /** What the console has said since the last time it was asked, violations of the page's policy among it. */
    public List<String> complaints() {
        return driver().manage().logs().get("browser").getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** What the network did since the last time it was asked, as Chromium's protocol tells it in JSON. */
    public List<String> traffic() {
        return driver().manage().logs().get("performance").getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Kept in {@code target/screenshots}. */
    public void screenshot(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver().getScreenshotAs(OutputType.BYTES));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
