package io.vestibule.platform.web;

import java.util.List;

/** Where machines ask: they are answered with {@code application/problem+json}, and never sent to a page for people. */
public final class MachinePaths {

    private static final List<String> BEGINNINGS = List.of("/portal/api/", "/console/api/", "/hooks/", "/actuator/");

    private MachinePaths() {}

    public static boolean hold(String path) {
        return BEGINNINGS.stream().anyMatch(path::startsWith);
    }
}
