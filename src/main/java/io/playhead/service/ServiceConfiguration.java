package io.playhead.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyEventExecutorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.internal.PlatformDependent;
import io.playhead.access.Access;
import io.playhead.access.Authority;
import io.playhead.http.ApiPath;
import io.playhead.http.TrustedProxies;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.netty.resources.LoopResources;

/** What the service says of itself, meters of the program, and the way to the original. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CallLogdProperties.class)
class ServiceConfiguration {

    private static final String ORIGINAL = "playhead.call-logd.url";

    /** Without a broker nothing waits for one. */
    @Bean
    ApiPath statusPath(Access access, Authority authority) {
        StatusHandler status = new StatusHandler(
                access,
                List.of(
                        StatusComponent.notNeeded("bus_consumer"),
                        new StatusComponent("service_token", authority::hasServiceToken),
                        StatusComponent.notNeeded("task_queue")));
        return ApiPath.of("/status").get(status::get);
    }

    @Bean
    ApiPath configPath(Access access, ApplicationContext context, LoggingSystem logging) {
        DebugSwitch debug = new DebugSwitch(logging);
        ConfigHandler config = new ConfigHandler(access, new EffectiveConfiguration(context, debug), debug);
        return ApiPath.of("/config").get(config::get).patch(config::patch);
    }

    @Bean
    ApiDocument apiDocument() {
        return ApiDocument.load();
    }

    @Bean
    ApiPath swaggerPath(ApiDocument document) {
        return ApiPath.of("/api/api.yml").get(document::swagger);
    }

    @Bean
    ApiPath openApiPath(ApiDocument document) {
        return ApiPath.of("/api/openapi.yml").get(document::openApi);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(ORIGINAL)
    CallLogd callLogd(CallLogdProperties properties, ReactorResourceFactory resources, TrustedProxies proxies) {
        return new CallLogd(
                Objects.requireNonNull(properties.url()),
                properties,
                Objects.requireNonNull(resources.getLoopResources()),
                proxies);
    }

    @Bean
    @ConditionalOnProperty(ORIGINAL)
    RouterFunction<ServerResponse> callLogdRoutes(CallLogd original) {
        return new CallLogdRoutes(original).all();
    }

    @Bean
    MeterBinder buildInfo(ObjectProvider<BuildProperties> build) {
        return registry -> build.ifAvailable(known -> Gauge.builder("playhead.build.info", () -> 1)
                .description("Which build this is; always 1")
                .tag("version", String.valueOf(known.getVersion()))
                .tag("revision", String.valueOf(known.get("revision")))
                .tag("java", System.getProperty("java.version"))
                .register(registry));
    }

    @Bean
    MeterBinder nettyMemory() {
        return registry -> {
            if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator) {
                new NettyAllocatorMetrics(allocator).bindTo(registry);
            }
            directMemory(registry);
        };
    }

    /** Netty's own meters have no descriptions, and one has an identity that would be new after each start. */
    @Bean
    MeterFilter nettyDescriptions() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return switch (id.getName()) {
                    case "netty.allocator.memory.used" ->
                        described(id, "Memory that the allocator of buffers has reserved", BaseUnits.BYTES);
                    case "netty.eventexecutor.tasks.pending" ->
                        described(id, "Tasks that wait for an event loop", BaseUnits.TASKS);
                    case "netty.eventexecutor.workers" -> described(id, "Event loops", null);
                    default -> id;
                };
            }
        };
    }

    private static Meter.Id described(Meter.Id id, String description, @Nullable String unit) {
        Tags tags = Tags.of(
                id.getTags().stream().filter(tag -> !tag.getKey().equals("id")).toList());
        return new Meter.Id(id.getName(), tags, unit, description, id.getType());
    }

    @Bean
    MeterBinder eventLoops(ReactorResourceFactory resources) {
        return registry -> {
            LoopResources loops = resources.getLoopResources();
            if (loops != null) {
                new NettyEventExecutorMetrics(loops.onServer(LoopResources.DEFAULT_NATIVE)).bindTo(registry);
            }
        };
    }

    private static void directMemory(MeterRegistry registry) {
        Gauge.builder("playhead.direct.memory.used", PlatformDependent::usedDirectMemory)
                .description("Direct memory that Netty has reserved")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("playhead.direct.memory.limit", PlatformDependent::maxDirectMemory)
                .description("Most direct memory that Netty reserves")
                .baseUnit("bytes")
                .register(registry);
    }
}
