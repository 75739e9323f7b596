package io.vestibule.bench.machine;

import io.vestibule.VestibuleApplication;
import org.springframework.boot.SpringApplication;

/** The main class of the hubs that are killed: the bench's hub, with a CRM and staff who change statuses. */
public final class CrashHub {

    private CrashHub() {}

    public static void main(String[] args) {
        SpringApplication.from(VestibuleApplication::main)
                .with(BenchWorld.class, CrashStaff.class)
                .run(args);
    }
}
