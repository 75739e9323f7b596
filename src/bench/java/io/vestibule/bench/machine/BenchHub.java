package io.vestibule.bench.machine;

import io.vestibule.VestibuleApplication;
import org.springframework.boot.SpringApplication;

/** The main class of the bench's hub processes: the product, with the bench's firm and vendors on this machine. */
public final class BenchHub {

    private BenchHub() {}

    public static void main(String[] args) {
        SpringApplication.from(VestibuleApplication::main)
                .with(BenchWorld.class)
                .run(args);
    }
}
