package io.vestibule.support;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

/** How many bytes of heap work takes on the thread that asks: what is copied shows in it, whatever is collected later. */
public final class Allocated {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocated() {}

    public static long during(Callable<?> work) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.call();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
