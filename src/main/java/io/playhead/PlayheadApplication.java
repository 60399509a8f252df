package io.playhead;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Playhead. */
@SpringBootApplication
public class PlayheadApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(PlayheadApplication.class, arguments);
    }
}
