package io.vestibule.support;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.test.context.TestPropertySource;

/**
 * Base of the portal's tests that need the running product. They take turns with the scenarios at the product of those,
 * so that they run beside the tests of the hub.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(PortalTest.PRODUCT)
@TestPropertySource(properties = PortalTest.PROPERTY)
public abstract class PortalTest extends VestibuleTest {

    /** The product that these tests and the scenarios share. */
    public static final String PRODUCT = "the product of the portal and the scenarios";

    /** Makes it one of its own. */
    public static final String PROPERTY = "test.product=portal-and-scenarios";
}
