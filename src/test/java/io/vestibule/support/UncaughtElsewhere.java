package io.vestibule.support;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that waits does not fail of an exception in any thread of the JVM: a simulated mail server's own thread dies of
 * a client that breaks off, and other tests run beside. Registered for all tests by {@code META-INF/services}.
 */
public final class UncaughtElsewhere implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }
}
