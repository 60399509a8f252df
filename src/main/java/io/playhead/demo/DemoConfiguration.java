package io.playhead.demo;

import io.playhead.access.FailedAttempts;
import io.playhead.cdr.CallRepository;
import io.playhead.cdr.RecordingRepository;
import io.playhead.cdr.Tenants;
import io.playhead.ingest.Registration;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The demonstration; only out of the box. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(OutOfTheBox.PROPERTY)
class DemoConfiguration {

    @Bean
    Opening opening(
            ObjectProvider<DataFolder> data,
            Registration registration,
            CallRepository calls,
            RecordingRepository recordings,
            Entrance entrance,
            InstantSource clock) {
        DataFolder folder = data.getObject();
        Demonstration demonstration = new Demonstration(
                registration,
                new Damage(folder.folder("recordings"), recordings),
                conversation -> calls.hasConversation(
                        conversation, new Tenants(Set.of(DemonstrationAccess.PARENT, DemonstrationAccess.CHILD))));
        return new Opening(folder, demonstration, entrance, clock);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> openingDay(Opening opening, Environment environment) {
        return ready -> opening.open(environment.getProperty("local.server.port", "9298"));
    }

    /** Without an address it listens on all. */
    @Bean
    Entrance entrance(
            ObjectProvider<DataFolder> data, ServerProperties server, InstantSource clock, FailedAttempts failures) {
        String token = data.getObject().kept(DemonstrationAccess.TOKEN, "");
        InetAddress address = server.getAddress();
        return address != null && address.isLoopbackAddress()
                ? new Session(token)
                : new SignInLink(token, new OneTimeCode(clock), failures::failed);
    }

    @Bean
    RouterFunction<ServerResponse> sessionRoutes(Entrance entrance) {
        return entrance.routes();
    }
}
