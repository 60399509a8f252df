package io.playhead.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Tells a start that an unreadable certificate or key of a bundle has stopped in a sentence instead of a stack. */
final class CertificateFailures implements FailureAnalyzer {

    /** As Spring Boot says it: of the one its name, of the other the file. */
    private static final Pattern BUNDLE = Pattern.compile(
            "(?:Unable to register SSL bundle|Error reading certificate or key from file) '(?:file:)?(.*)'");

    /** Of a key that is given itself and not by its file nothing is shown, however broken it is. */
    private static final Pattern PEM = Pattern.compile("-----.*", Pattern.DOTALL);

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher bundle = BUNDLE.matcher(String.valueOf(cause.getMessage()));
            if (bundle.matches()) {
                return new FailureAnalysis(
                        "spring.ssl.bundle: the certificate or its private key of '%s' cannot be used: %s"
                                .formatted(bundle.group(1), reason(cause)),
                        "Correct what spring.ssl.bundle names: files in PEM, the key that of the certificate.",
                        cause);
            }
        }
        return null;
    }

    /** What the last of the causes says. */
    static String reason(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return PEM.matcher(last.getClass().getSimpleName() + ": " + last.getMessage())
                .replaceAll("…");
    }
}
